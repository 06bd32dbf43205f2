//! A private PostgreSQL cluster for tests: made by `initdb` in a temporary folder, reached by a Unix socket only, gone
//! with the test process, however that ends.
//!
//! Not for houses in use: it does not wait for the disk.

use std::{
    os::unix::{fs::chown, process::CommandExt},
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
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c full_page_writes=off \
    -c max_connections=80 -c logging_collector=off >"$2/log" 2>&1 &
server=$!
read -r _
kill -INT "$server"
wait "$server"
rm -rf "$2"
"#;

static MADE: AtomicU32 = AtomicU32::new(0);

/// A running cluster. Dropped, it is stopped and removed.
pub struct PrivateCluster {
    folder: PathBuf,
    keeper: Child,
    databases: AtomicU32,
}

impl PrivateCluster {
    /// Makes and starts a cluster. The error is for people: it names what is missing.
    pub fn start() -> Result<Self, String> {
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
        let keeper = run(Path::new("/bin/sh"))
            .args(["-c", KEEPER, "keeper"])
            .args([&binaries, &folder])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("start postgres: {e}"))?;
        let cluster = PrivateCluster { folder, keeper, databases: AtomicU32::new(0) };
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
        format!("postgres://lianfang@{socket}/{database}")
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
