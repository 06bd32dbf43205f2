//! Where a house is: store, shard, key; and its opening.

use crate::{
    clock,
    exit::{Failure, INPUT},
    lang, packs,
};
use clap::Args;
use facts::{Label, Zone};
use intake::House;
use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};
use store::Home;
use vault::Vault;

/// Where the house is kept.
#[derive(Args, Clone)]
pub struct Place {
    /// 存储地址 · sqlite:FILE, postgres://HOST/DATABASE or memory:
    #[arg(long, env = "LIANFANG_STORE", default_value = "sqlite:lianfang.sqlite")]
    pub store: String,
    /// 县区分片名 · name of the shard (one county, one shard)
    #[arg(long, env = "LIANFANG_SHARD", default_value = "county")]
    pub shard: String,
    /// 身份信息密钥文件 · file with the key of the vault; made when missing beside a new store
    #[arg(long, env = "LIANFANG_KEY")]
    pub key: Option<PathBuf>,
    /// 时区，东向秒数 · offset of civil dates from UTC in seconds
    #[arg(long, env = "LIANFANG_ZONE", default_value_t = 8 * 3600)]
    pub zone: i32,
}

/// Who looks at a store wants one that is there: a name mistyped must not make an empty one that looks well.
pub fn must_exist(store: &str) -> Result<(), Failure> {
    match store.strip_prefix("sqlite:").filter(|file| !Path::new(file).exists()) {
        None => Ok(()),
        Some(file) => Err(Failure::new(
            INPUT,
            Label::new(format!("{file} 不存在"), format!("there is no {file}")),
            Label::new("请检查路径；新建用 lianfang init", "check the path; `lianfang init` makes a new one"),
        )),
    }
}

impl Place {
    /// Opens a house that is there.
    pub fn standing_house(&self) -> Result<House, Failure> {
        must_exist(&self.store)?;
        self.house()
    }

    /// Opens the store.
    pub fn home(&self) -> Result<Arc<dyn Home>, Failure> {
        Ok(Arc::from(store::open(&self.store)?))
    }

    /// Opens the house: store, key, plan in force.
    pub fn house(&self) -> Result<House, Failure> {
        let zone = Zone::from_seconds(self.zone).ok_or_else(|| {
            Failure::new(
                INPUT,
                Label::new("时区无效", "the zone is no offset"),
                Label::new("东八区为 28800", "China is 28800"),
            )
        })?;
        let home = self.home()?;
        let vault = self.vault()?;
        Ok(House::open(home, &self.shard, Arc::new(vault), zone, packs::shipped()?)?)
    }

    /// The key of the vault: 64 hexadecimal digits in a file that only its owner reads.
    fn vault(&self) -> Result<Vault, Failure> {
        if self.store.starts_with("memory:") && self.key.is_none() {
            let mut key = [0u8; 32];
            clock::random(&mut key);
            return vault(key);
        }
        let path = self.key_path();
        if !path.exists() {
            make_key(&path)?;
        }
        let text = std::fs::read_to_string(&path).map_err(|e| Failure::file(&path, &e))?;
        let key = facts::chain::Hash::from_hex(text.trim()).ok_or_else(|| bad_key(&path))?;
        vault(key.0)
    }

    fn key_path(&self) -> PathBuf {
        match (&self.key, self.store.strip_prefix("sqlite:")) {
            (Some(path), _) => path.clone(),
            (None, Some(file)) => PathBuf::from(format!("{file}.key")),
            (None, None) => PathBuf::from("lianfang.key"),
        }
    }
}

fn vault(key: [u8; 32]) -> Result<Vault, Failure> {
    Vault::new(key, 1).map_err(|problem| Failure::new(INPUT, problem.says(), problem.hint()))
}

fn make_key(path: &Path) -> Result<(), Failure> {
    let mut key = [0u8; 32];
    clock::random(&mut key);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|e| Failure::file(path, &e))?;
    writeln!(file, "{}", facts::chain::Hash(key).to_hex()).map_err(|e| Failure::file(path, &e))?;
    let path = path.display();
    let said = Label::new(
        format!("已生成身份信息密钥 {path}：请另行妥善备份，丢失后姓名等无法恢复。"),
        format!(
            "Made the key of the vault, {path}: keep a copy elsewhere; without it names cannot be read again."
        ),
    );
    lang::each().into_iter().for_each(|lang| eprintln!("{}", lang.of(&said)));
    Ok(())
}

fn bad_key(path: &Path) -> Failure {
    let path = path.display();
    Failure::new(
        INPUT,
        Label::new(format!("{path} 不是密钥文件"), format!("{path} is no key file")),
        Label::new("应为 64 位十六进制", "it holds 64 hexadecimal digits"),
    )
}
