//! `Ground`: the plan and the organisations, read from what was carried.
//!
//! Not here: anybody's case (`case`).

use super::sheet::{AdoptionSheet, GroundSheet, OrgSheet, PackSheet, RoleSheet, Unfit};
use facts::{
    Fact, Instant, Label, Name, Refusal, SubjectId, Value,
    check::{CheckContext, RawFact, check_fact, not_in_force},
};
use plan::{
    Adoption, Pack, Plan,
    needs::{Needs, needs},
    program::packs_in_force,
    written::read_pack,
};
use std::{collections::BTreeMap, sync::Arc};

/// What every subject of a phone stands on.
#[derive(Debug, Default)]
pub struct Ground {
    /// The plan in force.
    pub plan: Plan,
    /// What it reads.
    pub needs: Needs,
    orgs: BTreeMap<SubjectId, OrgSheet>,
    roles: Vec<RoleSheet>,
}

impl Ground {
    /// Reads what was carried; the packs are read and checked as the house did.
    pub fn read(sheet: GroundSheet) -> Result<Ground, Unfit> {
        let mut packs: Vec<Arc<Pack>> = Vec::new();
        for pack in &sheet.packs {
            let pack = read_on(pack, &packs)?;
            packs.push(Arc::new(pack));
        }
        let adoption = |a: AdoptionSheet| {
            let pack = packs.get(a.pack).ok_or_else(no_such_pack)?.clone();
            Ok(Adoption { pack, scope: a.scope, from: a.from, until: a.until })
        };
        let adoptions = sheet.adoptions.into_iter().map(adoption).collect::<Result<Vec<_>, Unfit>>()?;
        let in_force = packs_in_force(&adoptions, &packs);
        let plan = Plan::of(adoptions, &in_force, sheet.zone);
        let orgs = sheet.orgs.into_iter().map(|org| (org.id.clone(), org)).collect();
        Ok(Ground { needs: needs(&plan), plan, orgs, roles: sheet.roles })
    }

    /// Checks a fact as the house will, as far as the fact itself tells. Whether its subject is registered, its root fits
    /// and its writer may write it, only the house knows.
    pub fn check(&self, raw: &RawFact, context: &CheckContext) -> Result<Fact, Vec<Refusal>> {
        match self.plan.ledgers.get(&raw.ledger) {
            Some(ledger) => check_fact(ledger, raw, context),
            None => Err(vec![not_in_force(&raw.ledger)]),
        }
    }

    /// An organisation, if it is carried.
    pub(super) fn org(&self, id: &SubjectId) -> Option<&OrgSheet> {
        self.orgs.get(id)
    }

    /// An organisation and all above it, nearest first; each once.
    pub(super) fn chain<'g>(&'g self, org: &SubjectId) -> impl Iterator<Item = &'g OrgSheet> {
        let next = |org: &&OrgSheet| org.above.as_ref().and_then(|id| self.orgs.get(id));
        // A circle in what was carried ends after everybody was met once.
        std::iter::successors(self.orgs.get(org), next).take(self.orgs.len())
    }

    pub(super) fn is_held(&self, org: &SubjectId, role: &Name, at: Instant) -> bool {
        let holds = |r: &RoleSheet| r.from <= at && r.until.is_none_or(|until| at < until);
        self.roles.iter().any(|r| r.org == *org && r.role == *role && holds(r))
    }
}

/// The kind of an organisation.
pub(super) fn kind_of(org: &OrgSheet) -> Name {
    org.profile.get("kind").and_then(Value::as_text).map(Name::new).unwrap_or_default()
}

fn read_on(sheet: &PackSheet, packs: &[Arc<Pack>]) -> Result<Pack, Unfit> {
    let ground: Option<Vec<Arc<Pack>>> = sheet.on.iter().map(|n| packs.get(*n).cloned()).collect();
    read_pack(&sheet.files, &ground.ok_or_else(no_such_pack)?).map_err(|problems| {
        let first = problems.list().first().map(|p| p.says.clone()).unwrap_or_default();
        Unfit {
            code: "unreadable_pack",
            says: Label::new(
                format!("随带的方案无法读取：{}", first.zh),
                format!("a carried plan cannot be read: {}", first.en),
            ),
            hint: renew(),
        }
    })
}

fn no_such_pack() -> Unfit {
    let says = Label::new("随带的方案不齐全", "a pack that is referred to is not carried");
    Unfit { code: "no_such_pack", says, hint: renew() }
}

fn renew() -> Label {
    Label::new("请联网后重新同步", "synchronise again when there is a network")
}
