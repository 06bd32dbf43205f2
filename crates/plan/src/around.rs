//! `Around`: whom a subject belongs to, who stands above, who holds a role there: the way up the tree of organisations,
//! the same on a server that reads a store and on a phone that carries a part of the tree.
//!
//! Not here: keeping or reading the tree (`intake`, `outcomes::apart`).

use crate::{case::OrgLink, verdict::Asked};
use facts::{
    Body, Fact, Instant, Ledger, Ledgers, Name, Recorded, SubjectId, SubjectKind, Value, ledger::Act,
};

/// A dated membership: in an organisation, or in a household.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Membership {
    /// Where.
    pub group: SubjectId,
    /// From this instant.
    pub from: Instant,
    /// Until this instant.
    pub until: Option<Instant>,
}

/// What has to be looked up on the way.
pub trait Around {
    /// Why it could not be.
    type Error;
    /// What a member belongs to.
    fn memberships(&mut self, member: &SubjectId) -> Result<Vec<Membership>, Self::Error>;
    /// The organisation so many steps above one (0: itself) and its kind; `None` above the top.
    fn above(&mut self, org: &SubjectId, steps: usize) -> Result<Option<(SubjectId, Name)>, Self::Error>;
    /// True when somebody holds the role there at that time.
    fn is_held(&mut self, org: &SubjectId, role: &Name, at: Instant) -> Result<bool, Self::Error>;
}

/// The dated links of a subject to its organisations and all above. Households lead on to where they belong.
pub fn links<A: Around>(around: &mut A, subject: &SubjectId) -> Result<Vec<OrgLink>, A::Error> {
    let mut links = Vec::new();
    if subject.kind() == SubjectKind::Org {
        let itself = Membership { group: subject.clone(), from: Instant(i64::MIN), until: None };
        add_chain(around, &itself, 0, &mut links)?;
        return Ok(links);
    }
    let mut groups: Vec<Membership> = Vec::new();
    for own in around.memberships(subject)? {
        if own.group.kind() == SubjectKind::Org {
            groups.push(own);
        } else {
            for above in around.memberships(&own.group)? {
                let (from, until) = (own.from.max(above.from), earlier(own.until, above.until));
                groups.push(Membership { group: above.group, from, until });
            }
        }
    }
    groups.retain(|m| m.group.kind() == SubjectKind::Org);
    groups.dedup();
    for (n, group) in groups.iter().enumerate() {
        add_chain(around, group, u16::try_from(n).unwrap_or(u16::MAX), &mut links)?;
    }
    links.sort_by_key(|l| (l.steps, l.chain));
    Ok(links)
}

fn add_chain<A: Around>(
    around: &mut A,
    of: &Membership,
    chain: u16,
    links: &mut Vec<OrgLink>,
) -> Result<(), A::Error> {
    for steps in 0u16.. {
        let Some((org, kind)) = around.above(&of.group, usize::from(steps))? else { break };
        links.push(OrgLink { org, kind, steps, chain, from: of.from, until: of.until });
    }
    Ok(())
}

/// The organisation where somebody holds the role at that time: the nearest above any of the starts.
pub fn holder<A: Around>(around: &mut A, asked: &Asked, at: Instant) -> Result<Option<SubjectId>, A::Error> {
    let mut best: Option<(usize, SubjectId)> = None;
    for start in &asked.ask {
        let mut steps = 0;
        while best.as_ref().is_none_or(|(n, _)| steps < *n) {
            let Some((org, _)) = around.above(start, steps)? else { break };
            if around.is_held(&org, &asked.role, at)? {
                best = Some((steps, org));
                break;
            }
            steps += 1;
        }
    }
    Ok(best.map(|(_, org)| org))
}

/// True when facts of this ledger say what a subject is: its attributes come from them.
pub fn describes(ledgers: &Ledgers, ledger: &Name) -> bool {
    ledgers.get(ledger).is_some_and(|l| l.profile || l.act == Some(Act::Organise))
}

/// What is known of a subject and since when, from all its registrations that hold, in order of time. `None` when nothing
/// describes it.
pub fn described<'f>(
    ledgers: &Ledgers,
    holding: impl IntoIterator<Item = &'f Recorded>,
) -> Option<(Body, Instant)> {
    let mut known: Option<(Body, Instant)> = None;
    for fact in holding.into_iter().filter(|r| describes(ledgers, &r.fact.ledger)) {
        let (profile, _) = known.get_or_insert_with(|| (Body::new(), fact.fact.at));
        profile.extend(fact.fact.body.clone());
    }
    known
}

/// The memberships that facts of one ledger give, each with the fact that says so; each fact holds until the next.
pub fn memberships<'f>(ledger: &Ledger, facts: &[&'f Recorded]) -> Vec<(Membership, &'f Fact)> {
    let fields: Vec<&Name> = ledger.fields.iter().filter(|f| f.membership).map(|f| &f.id).collect();
    let mut found = Vec::new();
    for (n, recorded) in facts.iter().enumerate() {
        let until = facts.get(n + 1).map(|next| next.fact.at);
        for field in &fields {
            let named = recorded.fact.get(field).and_then(Value::as_text);
            if let Some(group) = named.and_then(SubjectId::parse) {
                found.push((Membership { group, from: recorded.fact.at, until }, &recorded.fact));
            }
        }
    }
    found
}

fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
