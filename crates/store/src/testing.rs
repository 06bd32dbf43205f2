//! A private PostgreSQL cluster for tests: made by `initdb` in a temporary folder, reached by a Unix socket only, gone
//! with the test process, however that ends.
//!
//! Not for houses in use: it does not wait for the disk.

use std::{
    fs::Permissions,
    os::unix::{
        fs::{PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

/// How often it is asked whether the cluster has started, and how long is waited in between: a minute in all.
const TRIES: u32 = 1200;
const PAUSE: Duration = Duration::from_millis(50);

/// Runs the server until its own input ends: that happens when the tests drop the cluster, and also when they are
/// killed. Then it stops the server and removes the folder.
const KEEPER: &str = r#"
binaries=$1
folder=$2
shift 2
"$binaries/postgres" -D "$folder/data" -k "$folder" -c fsync=off -c full_page_writes=off \
    -c max_connections=80 -c logging_collector=off "$@" >"$folder/log" 2>&1 &
server=$!
read -r _
kill -INT "$server"
wait "$server"
rm -rf "$folder"
"#;

/// Who may come in over the network of a cluster with TLS: whoever speaks TLS, and nobody else.
const TLS_ONLY: &str = "local all all trust\nhostssl all all 127.0.0.1/32 trust\n";

static MADE: AtomicU32 = AtomicU32::new(0);

/// A running cluster. Dropped, it is stopped and removed.
pub struct PrivateCluster {
    folder: PathBuf,
    keeper: Child,
    databases: AtomicU32,
    port: u16,
}

impl PrivateCluster {
    /// Makes and starts a cluster. The error is for people: it names what is missing.
    pub fn start() -> Result<Self, String> {
        Self::begin(None)
    }

    /// The same, with TLS on a port of loopback, where only TLS is let in; certificate and key as PEM.
    pub fn start_with_tls(certificate: &str, key: &str) -> Result<Self, String> {
        Self::begin(Some((certificate, key)))
    }

    fn begin(tls: Option<(&str, &str)>) -> Result<Self, String> {
        let binaries = binaries().ok_or(
            "PostgreSQL is not installed: initdb and postgres are neither in PATH nor in /usr/lib/postgresql/*/bin. \
             Install the package `postgresql` (apt-get install postgresql).",
        )?;
        let user = user_instead_of_root()?;
        let n = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("lianfang-pg-{}-{n}", std::process::id()));
        std::fs::create_dir(&folder).map_err(|e| format!("make {}: {e}", folder.display()))?;
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid))
                .map_err(|e| format!("give {} away: {e}", folder.display()))?;
        }
        let run = |program: &Path| {
            let mut command = Command::new(program);
            command.current_dir(&folder).env_remove("PGDATA").env("LC_ALL", "C");
            if let Some((uid, gid)) = user {
                command.uid(uid).gid(gid);
            }
            command
        };
        let made = run(&binaries.join("initdb"))
            .args(["-D", "data", "-U", "lianfang", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])
            .output()
            .map_err(|e| format!("run initdb: {e}"))?;
        if !made.status.success() {
            return Err(format!("initdb failed: {}", String::from_utf8_lossy(&made.stderr)));
        }
        let port = if tls.is_some() { free_port()? } else { 5432 };
        let mut settings = vec![format!("port={port}"), "listen_addresses=".to_owned()];
        if let Some((certificate, key)) = tls {
            furnish(&folder.join("data"), [certificate, key, TLS_ONLY], user)?;
            let more =
                ["listen_addresses=127.0.0.1", "ssl=on", "ssl_cert_file=own.crt", "ssl_key_file=own.key"];
            settings.extend(more.map(str::to_owned));
        }
        let keeper = run(Path::new("/bin/sh"))
            .args(["-c", KEEPER, "keeper"])
            .args([&binaries, &folder])
            .args(settings.iter().flat_map(|setting| ["-c", setting.as_str()]))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("start postgres: {e}"))?;
        let cluster = PrivateCluster { folder, keeper, databases: AtomicU32::new(0), port };
        cluster.wait()?;
        Ok(cluster)
    }

    fn wait(&self) -> Result<(), String> {
        let mut tried = 0;
        loop {
            tried += 1;
            match postgres::Client::connect(&self.url("postgres"), postgres::NoTls) {
                Ok(_) => return Ok(()),
                Err(e) if tried > TRIES => {
                    let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                    return Err(format!("postgres did not start: {e}\n{log}"));
                }
                Err(_) => std::thread::sleep(PAUSE),
            }
        }
    }

    fn url(&self, database: &str) -> String {
        let socket = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://lianfang@{socket}:{}/{database}", self.port)
    }

    /// The URL of a new empty database over the network, without what it says of TLS.
    pub fn database_over_network(&self, host: &str) -> Result<String, String> {
        let url = self.database()?;
        let name = url.rsplit('/').next().unwrap_or_default();
        Ok(format!("postgres://lianfang@{host}:{}/{name}", self.port))
    }

    /// The URL of a new empty database.
    pub fn database(&self) -> Result<String, String> {
        let name = format!("house{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut client = postgres::Client::connect(&self.url("postgres"), postgres::NoTls)
            .map_err(|e| format!("connect: {e}"))?;
        client.batch_execute(&format!("CREATE DATABASE {name}")).map_err(|e| format!("make {name}: {e}"))?;
        Ok(self.url(&name))
    }
}

impl Drop for PrivateCluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // The keeper has removed the folder when it ends.
        let _ = self.keeper.wait();
    }
}

/// Certificate, key and who may come in, in the folder of the data, for the server's eyes only.
fn furnish(data: &Path, texts: [&str; 3], user: Option<(u32, u32)>) -> Result<(), String> {
    for (name, text) in ["own.crt", "own.key", "pg_hba.conf"].into_iter().zip(texts) {
        let path = data.join(name);
        let said = |e: std::io::Error| format!("write {}: {e}", path.display());
        std::fs::write(&path, text).map_err(said)?;
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).map_err(said)?;
        if let Some((uid, gid)) = user {
            chown(&path, Some(uid), Some(gid)).map_err(said)?;
        }
    }
    Ok(())
}

fn free_port() -> Result<u16, String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|e| format!("find a port: {e}"))?;
    listener.local_addr().map(|address| address.port()).map_err(|e| format!("find a port: {e}"))
}

/// The folder with the binaries of the newest server there is.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path().join("bin")))
        .collect();
    folders.sort_by_key(|folder| {
        let version = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        std::cmp::Reverse(version.and_then(|v| v.parse::<u32>().ok()))
    });
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// PostgreSQL refuses to run as root; then it runs as `postgres` or `nobody`.
fn user_instead_of_root() -> Result<Option<(u32, u32)>, String> {
    let id = Command::new("id").arg("-u").output().map_err(|e| format!("run id: {e}"))?;
    if String::from_utf8_lossy(&id.stdout).trim() != "0" {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd").map_err(|e| format!("read the users: {e}"))?;
    let ids = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    let found = ids("postgres").or_else(|| ids("nobody"));
    found.map(Some).ok_or_else(|| "PostgreSQL cannot run as root, and there is no other user".into())
}
