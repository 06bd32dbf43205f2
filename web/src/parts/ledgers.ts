// The ledgers in force, as whoever is signed in may see them: asked for once in ten minutes, whoever needs them.
import { useQuery } from "@tanstack/react-query";
import { api, ask } from "../api/client";

export const useLedgers = (enabled = true) =>
  useQuery({
    queryKey: ["ledgers"],
    staleTime: 600_000,
    enabled,
    queryFn: () => ask(api.GET("/api/v1/ledgers")),
  });
