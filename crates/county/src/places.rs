//! The organisations of the invented county, who holds which role in them, and one account per role.

use crate::{
    fact,
    newcomers::{OF_COUNTY, OF_SCHOOL, OF_TOWN_AND_VILLAGE},
    staff::roles_of,
};
use facts::check::RawFact;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The day from which everything is registered.
pub const SINCE: &str = "2025-08-25";

/// The day from which the plans are in force.
pub const IN_FORCE: &str = "2025-10-20";

/// The county's id.
pub const COUNTY: &str = "org:qinghe";

/// An account of the demonstration: its holder works in one role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Its name.
    pub account: &'static str,
    /// Whose it is, in Chinese.
    pub name: &'static str,
    /// The role.
    pub role: &'static str,
    /// Where it is held.
    pub org: String,
}

/// Organisations and roles.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Registrations, parents first.
    pub orgs: Vec<RawFact>,
    /// School terms.
    pub terms: Vec<RawFact>,
    /// Role assignments.
    pub roles: Vec<RawFact>,
    /// Accounts to sign in with.
    pub accounts: Vec<Account>,
    /// Grids.
    pub grids: Vec<String>,
    /// Classes with their school: (class, school, first and last age, size).
    pub classes: Vec<Class>,
}

/// A class of a school or kindergarten.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Class {
    /// Its id.
    pub org: String,
    /// Its school.
    pub school: String,
    /// Age of its pupils in years.
    pub age: i32,
    /// How many pupils.
    pub size: usize,
    /// Boarders have dormitories: their ids, empty for day schools.
    pub dormitories: Vec<String>,
}

const TOWNS: [(&str, &str); 3] = [("chengguan", "城关镇"), ("liuxi", "柳溪镇"), ("shiqiao", "石桥镇")];
const VILLAGES: [&str; 12] = [
    "东关社区",
    "西关社区",
    "河滨社区",
    "新建社区",
    "柳溪村",
    "桃林村",
    "双井村",
    "白杨村",
    "石桥村",
    "马鞍村",
    "竹园村",
    "清泉村",
];

/// (id, name, kind, grades, classes a grade, first age, boarders)
const SCHOOLS: [(&str, &str, &str, i32, usize, i32, bool); 6] = [
    ("school-1", "青禾县第一小学", "school", 6, 4, 6, false),
    ("school-2", "柳溪中心小学", "school", 6, 2, 6, false),
    ("school-3", "石桥九年制学校", "school", 9, 1, 6, false),
    ("school-4", "青禾县初级中学", "school", 3, 6, 12, true),
    ("school-5", "青禾县高级中学", "school", 3, 6, 15, true),
    ("kinder-1", "城关镇中心幼儿园", "kindergarten", 3, 3, 3, false),
];

/// The classes in which the measles of 1861 is replayed, and the boarding school of 1978.
pub const MEASLES_SCHOOL: &str = "org:school-hm";
/// Its class of 30.
pub const MEASLES_CLASS_1: &str = "org:school-hm-c1";
/// Its class of 68.
pub const MEASLES_CLASS_2: &str = "org:school-hm-c2";
/// The boarding school.
pub const FLU_SCHOOL: &str = "org:school-flu";
/// Boys of the boarding school; the data are counts of this many.
pub const BOYS: usize = 763;
/// Classes of the boarding school.
pub const FLU_CLASSES: usize = 16;

impl Places {
    /// All organisations and roles.
    pub fn invent() -> Places {
        let mut places = Places::default();
        places.org(COUNTY, "county", "青禾县（演示）", "", json!({ "division": crate::people::DIVISION }));
        places.county_level();
        places.found_towns();
        for school in SCHOOLS {
            places.school(school);
        }
        places.replay_schools();
        places.assign_roles();
        places.accounts();
        places
    }

    fn org(&mut self, id: &str, kind: &str, name: &str, parent: &str, more: Value) {
        let mut body = json!({ "kind": kind, "name": name });
        if !parent.is_empty() {
            body["parent"] = json!(parent);
        }
        if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
            body.extend(more);
        }
        self.orgs.push(fact("organisation", id, SINCE, COUNTY, body));
    }

    fn county_level(&mut self) {
        for (id, kind, name, sector) in [
            ("org:hq", "headquarters", "县疫情防控指挥部", "government"),
            ("org:cdc", "cdc", "县疾病预防控制中心", "health"),
            ("org:health", "health_bureau", "县卫生健康局", "health"),
            ("org:education", "education_bureau", "县教育局", "education"),
            ("org:supervision", "supervision", "县卫生监督所", "health"),
            ("org:hospital", "hospital", "县人民医院", "health"),
            ("org:lab", "laboratory", "县核酸检测实验室", "health"),
            ("org:iso-1", "isolation_site", "第一集中隔离点", "government"),
            ("org:iso-2", "isolation_site", "第二集中隔离点", "government"),
        ] {
            let more = if kind == "isolation_site" {
                json!({ "sector": sector, "rooms": 60 })
            } else {
                json!({ "sector": sector })
            };
            self.org(id, kind, name, COUNTY, more);
        }
    }

    fn found_towns(&mut self) {
        for (t, (code, name)) in TOWNS.iter().enumerate() {
            let town = format!("org:{code}");
            self.org(&town, "town", name, COUNTY, json!({}));
            self.org(
                &format!("org:{code}-hc"),
                "township_hospital",
                &format!("{name}卫生院"),
                &town,
                json!({ "sector": "health" }),
            );
            self.org(
                &format!("org:{code}-ph"),
                "pharmacy",
                &format!("{name}康民药店"),
                &town,
                json!({ "sector": "enterprise" }),
            );
            for v in 0..4 {
                self.village(&town, t * 4 + v);
            }
        }
    }

    /// A village or community with its clinic and three or four grids: 40 grids in all.
    fn village(&mut self, town: &str, n: usize) {
        let village = format!("org:v{:02}", n + 1);
        let name = VILLAGES[n];
        let kind = if name.ends_with("社区") { "community" } else { "village" };
        self.org(&village, kind, name, town, json!({}));
        self.org(
            &format!("{village}-clinic"),
            "village_clinic",
            &format!("{name}卫生室"),
            &village,
            json!({ "sector": "health" }),
        );
        let grids = if n.is_multiple_of(3) { 4 } else { 3 };
        for g in 1..=grids {
            let grid = format!("{village}-g{g}");
            self.org(&grid, "grid", &format!("{name}第{g}网格"), &village, json!({}));
            self.grids.push(grid);
        }
    }

    fn school(
        &mut self,
        (code, name, kind, grades, classes, first_age, boards): (&str, &str, &str, i32, usize, i32, bool),
    ) {
        let school = format!("org:{code}");
        self.org(&school, kind, name, town_of(code), json!({ "sector": "education", "boarding": boards }));
        self.term(&school);
        for grade in 1..=grades {
            let grade_id = format!("{school}-{grade}");
            self.org(&grade_id, "grade", &format!("{name}{grade}年级"), &school, json!({}));
            for class in 1..=classes {
                let id = format!("{grade_id}-{class}");
                self.org(&id, "class", &format!("{grade}年级{class}班"), &grade_id, json!({}));
                let dormitories = if boards { self.dormitories(&school, &id) } else { Vec::new() };
                let size = if kind == "kindergarten" { 25 } else { 42 };
                self.classes.push(Class {
                    org: id,
                    school: school.clone(),
                    age: first_age + grade - 1,
                    size,
                    dormitories,
                });
            }
        }
    }

    fn dormitories(&mut self, school: &str, class: &str) -> Vec<String> {
        (1..=2)
            .map(|n| {
                let id = format!("{class}-d{n}");
                let name = format!("{}宿舍{n}", class.rsplit("school-").next().unwrap_or_default());
                self.org(&id, "dormitory", &name, school, json!({}));
                id
            })
            .collect()
    }

    /// The two schools of the replays. Their pupils are those of the data.
    fn replay_schools(&mut self) {
        self.org(
            MEASLES_SCHOOL,
            "school",
            "回放小学（1861年麻疹）",
            "org:liuxi",
            json!({ "sector": "education" }),
        );
        self.term(MEASLES_SCHOOL);
        self.org(MEASLES_CLASS_1, "class", "一年级班", MEASLES_SCHOOL, json!({}));
        self.org(MEASLES_CLASS_2, "class", "二年级班", MEASLES_SCHOOL, json!({}));
        self.org(
            FLU_SCHOOL,
            "school",
            "回放寄宿学校（1978年流感）",
            "org:chengguan",
            json!({ "sector": "education", "boarding": true }),
        );
        self.term(FLU_SCHOOL);
        for n in 1..=FLU_CLASSES {
            let class = format!("{FLU_SCHOOL}-{n}");
            self.org(&class, "class", &format!("{n}班"), FLU_SCHOOL, json!({}));
            for d in 1..=2 {
                self.org(
                    &format!("{class}-d{d}"),
                    "dormitory",
                    &format!("{n}班宿舍{d}"),
                    FLU_SCHOOL,
                    json!({}),
                );
            }
        }
    }

    fn term(&mut self, school: &str) {
        let body =
            json!({ "first_day": "2025-09-01", "last_day": "2026-01-23", "name": "2025—2026学年第一学期" });
        self.terms.push(fact("school_term", school, SINCE, school, body));
    }

    fn role(&mut self, role: &str, org: &str, account: &str) {
        let body = json!({ "role": role, "account": account });
        self.roles.push(fact("role_assignment", org, SINCE, COUNTY, body));
    }

    /// The hospital of a town reports for the town: who looks for its officer from a village finds it.
    fn hospital_of(&mut self, town: &str) {
        let hospital = format!("{town}-hc");
        let account = format!("hospital-{}", hospital.trim_start_matches("org:"));
        let body = json!({ "role": "hospital_officer", "account": account, "at": hospital });
        self.roles.push(fact("role_assignment", town, SINCE, COUNTY, body));
    }

    fn assign_roles(&mut self) {
        for (code, _) in TOWNS {
            self.hospital_of(&format!("org:{code}"));
        }
        let kinds: Vec<(String, String)> = self
            .orgs
            .iter()
            .map(|f| {
                (
                    f.subject.to_string(),
                    f.body.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned(),
                )
            })
            .collect();
        for (org, kind) in kinds {
            let short = org.trim_start_matches("org:").to_owned();
            for (role, prefix) in roles_of(&kind) {
                self.role(role, &org, &format!("{prefix}-{short}"));
            }
        }
    }

    /// One account per role, for a newcomer to sign in with. Each holds the role beside the invented staff.
    fn accounts(&mut self) {
        for (account, name, role, org) in OF_COUNTY.into_iter().chain(OF_TOWN_AND_VILLAGE).chain(OF_SCHOOL) {
            self.role(role, org, account);
            self.accounts.push(Account { account, name, role, org: org.to_owned() });
        }
    }

    /// Villages and communities.
    pub(crate) fn villages(&self) -> impl Iterator<Item = &str> {
        self.of_kinds(&["village", "community"])
    }

    /// Towns.
    pub(crate) fn towns(&self) -> impl Iterator<Item = &str> {
        self.of_kinds(&["town"])
    }

    /// Schools, those of the replays too; no kindergartens.
    pub(crate) fn schools(&self) -> impl Iterator<Item = &str> {
        self.of_kinds(&["school"])
    }

    fn of_kinds(&self, kinds: &'static [&'static str]) -> impl Iterator<Item = &str> {
        let is =
            |f: &&RawFact| f.body.get("kind").and_then(Value::as_str).is_some_and(|k| kinds.contains(&k));
        self.orgs.iter().filter(is).map(|f| f.subject.as_str())
    }

    /// All classes, those of the replays too.
    pub(crate) fn all_classes(&self) -> Vec<Class> {
        let own = |org: String, school: &str, size| Class {
            org,
            school: school.to_owned(),
            age: 0,
            size,
            dormitories: Vec::new(),
        };
        let mut all = self.classes.clone();
        all.push(own(MEASLES_CLASS_1.to_owned(), MEASLES_SCHOOL, 30));
        all.push(own(MEASLES_CLASS_2.to_owned(), MEASLES_SCHOOL, 68));
        all.extend(
            (1..=FLU_CLASSES).map(|n| own(format!("{FLU_SCHOOL}-{n}"), FLU_SCHOOL, BOYS / FLU_CLASSES)),
        );
        all
    }

    /// The ids of all organisations.
    pub fn ids(&self) -> BTreeSet<&str> {
        self.orgs.iter().map(|f| f.subject.as_str()).collect()
    }
}

fn town_of(school: &str) -> &'static str {
    match school {
        "school-2" => "org:liuxi",
        "school-3" => "org:shiqiao",
        _ => "org:chengguan",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_that_somebody_holds_has_one_account_for_newcomers() {
        let places = Places::invent();
        let text = |fact: &RawFact, field: &str| {
            fact.body.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let held: BTreeSet<String> = places.roles.iter().map(|fact| text(fact, "role")).collect();
        let mut offered: Vec<String> = places.accounts.iter().map(|a| a.role.to_owned()).collect();
        offered.sort();
        assert_eq!(offered, held.into_iter().collect::<Vec<_>>(), "each role once");
        assert!(offered.iter().any(|role| role == "auditor"), "somebody looks without writing");
        let ids = places.ids();
        for account in &places.accounts {
            assert!(ids.contains(account.org.as_str()), "{account:?}");
            let holds = |fact: &&RawFact| text(fact, "account") == account.account;
            let roles: Vec<&RawFact> = places.roles.iter().filter(holds).collect();
            let [role] = roles.as_slice() else { panic!("one role: {account:?}, {roles:?}") };
            assert_eq!(
                (role.subject.as_str(), text(role, "role").as_str()),
                (account.org.as_str(), account.role)
            );
        }
    }
}
