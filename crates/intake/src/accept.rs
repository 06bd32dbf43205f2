//! Accepting one fact: checked, known or new, registered, permitted, sealed, appended.
//!
//! The order of the checks is the precedence of refusals: what can be said from the fact alone comes before what needs
//! the store, and that before what needs a right.

use crate::{
    force,
    house::{Outcome, Submission},
    unit::Unit,
};
use facts::{
    Fact, FactId, Label, Ledger, Name, Recorded, Refusal, RefusalCode, SubjectId, SubjectKind, Value,
    chain::{Hash, Salt, commitment},
    check::{CheckContext, RawFact, check_fact, is_sealed, not_in_force},
    ledger::{Act, FieldType},
};
use std::sync::Arc;
use store::{Error, SealedRow, stored::pins_text};

/// The field of an adoption that says on which packs its pack stands.
const BASES: &str = "bases";

impl Unit<'_> {
    /// Takes one fact, or says why not. Everything that follows from it is done when the unit is closed.
    pub(crate) fn accept(&mut self, raw: &RawFact, batch: &Submission) -> Result<Outcome, Error> {
        let refused = |refusals| Ok(Outcome::Refused { id: raw.id, refusals });
        let in_force = self.in_force.clone();
        let Some(ledger) = in_force.plan.ledgers.get(&raw.ledger) else {
            return refused(vec![not_in_force(&raw.ledger)]);
        };
        let context = CheckContext {
            clock: self.as_of,
            zone: self.house.zone,
            by: batch.scope.account().into(),
            org: batch.org.clone(),
            id: self.chance.fact_id(self.as_of),
        };
        let mut fact = match check_fact(ledger, raw, &context) {
            Ok(fact) => fact,
            Err(refusals) => return refused(refusals),
        };
        fact.history = batch.history;
        self.pin(ledger, &mut fact)?;
        let secrets = match self.seal(ledger, &mut fact)? {
            Ok(rows) => rows,
            Err(refusals) => return refused(refusals),
        };
        // A root with its corrections: of a first fact this tells, too, whether it is known.
        let chain = self.write.facts_of_root(fact.root())?;
        let known = match fact.corrects {
            None => chain.iter().find(|r| r.fact.id == fact.id).cloned(),
            Some(_) => self.write.fact(fact.id)?,
        };
        if let Some(known) = known {
            // Who sends it again, when, and whether as history, is not content.
            let same = Fact {
                by: fact.by.clone(),
                written: fact.written,
                history: fact.history,
                ..known.fact.clone()
            };
            // Of a purged fact nobody can say any more whether this is the same.
            return if same == fact || known.purged {
                Ok(Outcome::Known { id: fact.id })
            } else {
                refused(vec![id_reused(fact.id)])
            };
        }
        let mut refusals = check_correction(&fact, &chain);
        refusals.extend(self.check_subjects(ledger, &fact)?);
        if refusals.is_empty() && !self.may_write(ledger, &fact, batch)? {
            refusals.push(not_yours(ledger));
        }
        if !refusals.is_empty() {
            refusals.sort_by(|a, b| (a.code, &a.field).cmp(&(b.code, &b.field)));
            return refused(refusals);
        }
        for row in secrets {
            self.write.put_sealed(&row)?;
        }
        let (id, seq) = self.append_to(chain, fact, batch.history)?;
        Ok(Outcome::Accepted { id, seq })
    }

    /// Appends a fact that was checked, and does what follows at once; judging waits for the end of the unit.
    pub(crate) fn append(&mut self, fact: Fact, quiet: bool) -> Result<(FactId, u64), Error> {
        let chain = self.write.facts_of_root(fact.root())?;
        self.append_to(chain, fact, quiet)
    }

    /// Appends a fact to its root and the corrections that are there already.
    fn append_to(&mut self, chain: Vec<Recorded>, fact: Fact, quiet: bool) -> Result<(FactId, u64), Error> {
        let received = self.head.next_receipt(self.as_of);
        let (seq, unit) = (self.head.seq + 1, self.head.unit);
        let recorded = Recorded { seq, unit, received, purged: false, fact };
        let mut salt: Salt = [0; 16];
        self.chance.fill(&mut salt);
        let body_json = serde_json::to_string(&recorded.fact.body).map_err(|e| Error {
            doing: "write a fact's body",
            said: e.to_string(),
            again: false,
        })?;
        let body = commitment(&body_json, &salt);
        self.head = self.head.append(&recorded, body);
        self.write.add_fact(&recorded, &body_json, &salt, &body)?;
        let (id, seq) = (recorded.fact.id, recorded.seq);
        self.affect(Arc::new(recorded), chain, quiet)?;
        Ok((id, seq))
    }

    /// Moves identity values into sealed rows; the fact keeps a token that says nothing but "the same as". A token that
    /// comes back in a correction stands for the value that is already sealed.
    fn seal(
        &mut self,
        ledger: &Ledger,
        fact: &mut Fact,
    ) -> Result<Result<Vec<SealedRow>, Vec<Refusal>>, Error> {
        let mut rows = Vec::new();
        let mut refusals = Vec::new();
        for field in ledger.fields.iter().filter(|f| f.is_identity()) {
            let Some(Value::Text(text)) = fact.body.get(&field.id).cloned() else { continue };
            if is_sealed(&text) {
                let known = self.write.sealed(&fact.subject)?;
                if !known.iter().any(|row| row.field == field.id) {
                    refusals.push(unknown_token().about(&field.id));
                }
                continue;
            }
            let mut nonce = [0u8; 12];
            self.chance.fill(&mut nonce);
            let vault = &self.house.vault;
            let secret = vault::Secret::new(text.as_str());
            let sealed = vault.seal(&fact.subject, field, &secret, nonce);
            let token = vault.token(&fact.subject, &field.id, &secret);
            match (sealed, token) {
                (Ok(sealed), Ok(token)) => {
                    fact.body.insert(field.id.clone(), Value::text(token));
                    rows.push(SealedRow {
                        subject: fact.subject.clone(),
                        field: field.id.clone(),
                        sealed: sealed.bytes,
                        indexes: sealed.indexes,
                        key_version: sealed.key_version,
                    });
                }
                (Err(problem), _) | (_, Err(problem)) => refusals.push(not_sealed(&problem).about(&field.id)),
            }
        }
        Ok(if refusals.is_empty() { Ok(rows) } else { Err(refusals) })
    }

    /// An adoption says on what its pack stands: the packs that it extends, as the program brings them now. So a later
    /// program, with others of the same names, does not change what was adopted.
    fn pin(&mut self, ledger: &Ledger, fact: &mut Fact) -> Result<(), Error> {
        let silent = ledger.act == Some(Act::Adopt)
            && ledger.field(BASES).is_some()
            && !fact.void
            && fact.get(BASES).is_none();
        if !silent {
            return Ok(());
        }
        // Sent again, it means what it meant.
        if let Some(known) = self.write.fact(fact.id)? {
            fact.body.extend(known.fact.get(BASES).map(|pins| (Name::new(BASES), pins.clone())));
            return Ok(());
        }
        let hash = fact.get("hash").and_then(Value::as_text).and_then(Hash::from_hex);
        if let Some(pack) = self.house.shipped.iter().find(|p| Some(p.hash) == hash) {
            let pins = force::bases_of(pack, &self.house.shipped);
            if !pins.is_empty() {
                fact.body.insert(Name::new(BASES), Value::text(pins_text(&pins)));
            }
        }
        Ok(())
    }

    /// The subject and everything a field refers to must be registered, unless this fact registers its subject.
    fn check_subjects(&mut self, ledger: &Ledger, fact: &Fact) -> Result<Vec<Refusal>, Error> {
        let mut refusals = Vec::new();
        let registers = ledger.profile || ledger.act == Some(Act::Organise);
        let own_parent = |id: &SubjectId| registers && *id == fact.subject;
        if !registers && self.tree.subject(self.write, &fact.subject)?.is_none() {
            refusals.push(unknown_subject(&fact.subject));
        }
        for field in &ledger.fields {
            let FieldType::Ref { kinds, .. } = &field.kind else { continue };
            let Some(id) = fact.get(&field.id).and_then(|v| v.as_text()).and_then(SubjectId::parse) else {
                continue;
            };
            if own_parent(&id) {
                continue;
            }
            match self.tree.subject(self.write, &id)? {
                None => refusals.push(unknown_subject(&id).about(&field.id)),
                Some(row) => {
                    let kind = row.org_kind.clone().unwrap_or_default();
                    if id.kind() == SubjectKind::Org && !kinds.is_empty() && !kinds.contains(&kind) {
                        refusals.push(wrong_kind(&id, &kind, kinds).about(&field.id));
                    }
                }
            }
        }
        Ok(refusals)
    }

    /// A writer writes for an organisation of their own, about a subject of their own jurisdiction: one that belongs
    /// there now, that did when it happened, or that this fact registers there.
    fn may_write(&mut self, ledger: &Ledger, fact: &Fact, batch: &Submission) -> Result<bool, Error> {
        let scope = batch.scope.clone();
        let reporter = self.tree.path(self.write, &fact.org)?;
        if !scope.may_write(ledger, &reporter) {
            return Ok(false);
        }
        let mut paths = Vec::new();
        let links = self.tree.links(self.write, &fact.subject)?;
        let belongs = |l: &&plan::OrgLink| l.steps == 0 && l.until.is_none_or(|until| fact.at < until);
        for link in links.iter().filter(belongs) {
            paths.push(self.tree.path(self.write, &link.org)?);
        }
        if paths.is_empty() {
            // Not yet registered anywhere: where this fact puts it.
            for field in ledger.fields.iter().filter(|f| f.membership || f.id.as_str() == "parent") {
                if let Some(group) = fact.get(&field.id).and_then(|v| v.as_text()).and_then(SubjectId::parse)
                {
                    for link in self.tree.links(self.write, &group)?.iter().filter(|l| l.steps == 0) {
                        paths.push(self.tree.path(self.write, &link.org)?);
                    }
                }
            }
        }
        Ok(paths.is_empty()
            || scope.may_write_outside(ledger, &reporter)
            || paths.iter().any(|p| scope.may_write(ledger, p)))
    }
}

/// A correction must fit its root, if that is known yet.
fn check_correction(fact: &Fact, chain: &[Recorded]) -> Vec<Refusal> {
    let Some(first) = chain.iter().find(|r| Some(r.fact.id) == fact.corrects) else { return Vec::new() };
    if first.purged {
        return vec![purged()];
    }
    let fits = first.fact.ledger == fact.ledger
        && first.fact.subject == fact.subject
        && first.fact.corrects.is_none();
    if fits { Vec::new() } else { vec![wrong_correction()] }
}

fn unknown_subject(id: &SubjectId) -> Refusal {
    Refusal::new(
        RefusalCode::UnknownSubject,
        Label::new("对象尚未登记", "the subject is not registered"),
        Label::new("请先登记该对象，再重新提交", "register the subject first, then send again"),
    )
    .found(id.as_str())
}

fn wrong_kind(id: &SubjectId, kind: &Name, kinds: &[Name]) -> Refusal {
    let list = kinds.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
    Refusal::new(
        RefusalCode::WrongSubject,
        Label::new(
            format!("组织类别为 {kind}，应为 {list}"),
            format!("the organisation is a {kind}, expected {list}"),
        ),
        Label::new("请选择符合类别的组织", "choose an organisation of that kind"),
    )
    .found(id.as_str())
}

fn wrong_correction() -> Refusal {
    Refusal::new(
        RefusalCode::WrongCorrection,
        Label::new(
            "更正的原记录属于其他台账或其他对象，或者它本身就是更正",
            "the corrected fact is of another ledger or subject, or is itself a correction",
        ),
        Label::new("corrects 应填写首次登记的编号", "give the id of the first fact in `corrects`"),
    )
}

fn purged() -> Refusal {
    Refusal::new(
        RefusalCode::WrongCorrection,
        Label::new("原记录已按保存期限清除", "the corrected fact was purged when its time was over"),
        Label::new("已清除的记录不能再更正", "what was purged cannot be corrected any more"),
    )
}

fn id_reused(id: FactId) -> Refusal {
    Refusal::new(
        RefusalCode::IdReused,
        Label::new("该编号已用于内容不同的记录", "this id was received before with other content"),
        Label::new(
            "请使用新的编号；如需修改，请提交更正",
            "use a new id; to change a fact send a correction",
        ),
    )
    .found(&id.to_string())
}

fn not_yours(ledger: &Ledger) -> Refusal {
    Refusal::new(
        RefusalCode::NotYours,
        Label::new(
            format!("您的角色或辖区不能登记“{}”", ledger.title.zh),
            format!("your role or jurisdiction may not write \"{}\"", ledger.title.en),
        ),
        Label::new(
            "请由辖区内有权限的人员登记，或联系管理员",
            "ask somebody in charge there, or your administrator",
        ),
    )
}

fn unknown_token() -> Refusal {
    Refusal::new(
        RefusalCode::BadIdentifier,
        Label::new("该对象没有已封存的这一项", "nothing is sealed in this field for this subject"),
        Label::new("请填写实际内容", "give the value itself"),
    )
}

fn not_sealed(problem: &vault::Error) -> Refusal {
    Refusal::new(RefusalCode::BadIdentifier, problem.says(), problem.hint())
}
