// Words of the evaluator in the browser, where it cannot answer. What it answers brings its own words.

export const evaluatorWords = {
  "evaluator.stopped": ["离线研判模块意外中止", "the evaluator stopped"],
  "evaluator.stopped.hint": ["请重新同步后再试", "synchronise and try again"],
  "evaluator.not_built": ["此版本未包含离线研判模块", "this build has no evaluator in it"],
  "evaluator.not_built.hint": [
    "请运行 cargo xtask wasm 后重新构建网页",
    "run cargo xtask wasm and build the client again",
  ],
  "evaluator.not_fetched": ["离线研判模块下载失败", "the evaluator could not be fetched"],
  "evaluator.not_fetched.hint": ["请联网后重试", "try again when there is a network"],
} as const;
