//! Lowering of `area`: how areas are judged.
//!
//! Not here: the keys (`format::areas`), and the judging (`epi::area`).

use super::{
    desk::Desk,
    names::did_you_mean,
    node::{Node, Place, Table, Word},
};
use crate::program::{
    AreaMeasure, AreaRules, ColourIndicator, ColourRules, DoneBy, SituationNumbers, SmallArea, ZoneLevel,
    ZoneRules,
};
use facts::{Decimal, FieldTerm, FieldType, LedgerTerm, Name, SubjectKind};

/// A whole.
const ONE: Decimal = Decimal::from_scaled(10_000);

impl Desk<'_> {
    /// `[[area]]`.
    pub fn area(&mut self, table: &Table) -> Option<AreaRules> {
        let kinds = self.kinds(table, "kinds", SubjectKind::Org);
        let case_types = self.case_types(table);
        let population = table.word("population").and_then(|word| self.population(&word));
        let statuses = table.words("statuses");
        let statuses = statuses.iter().filter_map(|word| self.status_of_area(word)).collect();
        let situation = table.table("situation").and_then(|t| self.situation_numbers(t));
        let zone = table.table("zone").and_then(|t| self.zone_rules(t));
        let colours = table.table("colours").and_then(|t| self.colour_rules(t, population.is_some()));
        let mut rules = AreaRules {
            id: self.names.own(table.text("id")?),
            title: table.label("title")?,
            clause: self.clause(table)?,
            kinds,
            case_types,
            day: table.words("day").iter().filter_map(|w| FieldTerm::parse(&w.text)).collect(),
            small_area: small_areas(table),
            population,
            statuses,
            situation: situation?,
            zone,
            colours,
            look_back_days: 0,
        };
        let needed = rules.days_needed();
        rules.look_back_days = table.whole("look_back_days").unwrap_or(needed);
        if rules.look_back_days < needed {
            let problem = table
                .place_of("look_back_days")
                .problem(
                    "looks_back_too_short",
                    "回看天数不够：有的数要看得更远",
                    "too few days: some of its numbers look back further",
                )
                .expected(format!("至少 {needed} 天"), format!("at least {needed} days"));
            self.note(problem);
        }
        Some(rules)
    }

    /// Codes that a case report can carry.
    fn case_types(&mut self, table: &Table) -> Vec<Name> {
        let reports = self.names.ledgers.of_term(LedgerTerm::Case);
        let fields: Vec<_> = reports.filter_map(|ledger| ledger.field_of(FieldTerm::CaseType)).collect();
        if fields.is_empty() && !self.names.incomplete {
            let place = table.place_of("case_type");
            let problem = place.problem(
                "no_case_ledger",
                "没有台账报告病例分类",
                "no ledger reports what type a case is",
            );
            self.note(problem.hint(
                "extends 中应有 term = \"case\" 的台账，其字段有 term = \"case_type\"",
                "extend a pack with a ledger of term = \"case\" that has a field of term = \"case_type\"",
            ));
            return Vec::new();
        }
        let codes: Vec<&str> = fields
            .iter()
            .filter_map(|field| match &field.kind {
                FieldType::Code { codes } => Some(codes.iter().map(|code| code.code.as_str())),
                _ => None,
            })
            .flatten()
            .collect();
        let words = table.words("case_type");
        for word in words.iter().filter(|w| !fields.is_empty() && !codes.contains(&&*w.text)) {
            let problem = word.place.problem(
                "unknown_code",
                format!("病例分类没有代码 `{}`", word.text),
                format!("the type of a case has no code `{}`", word.text),
            );
            self.note(did_you_mean(problem, &word.text, codes.iter().copied()));
        }
        words.into_iter().map(|word| word.text).collect()
    }

    fn population(&mut self, word: &Word) -> Option<Name> {
        let profiles = self.names.ledgers.0.values().filter(|l| l.profile && l.about == SubjectKind::Org);
        let mut fields = profiles.flat_map(|ledger| &ledger.fields);
        let fits = fields.any(|f| f.id == word.text && matches!(f.kind, FieldType::Number { .. }));
        if !fits && !self.names.incomplete {
            let problem = word
                .place
                .problem(
                    "wrong_field",
                    format!("组织登记中没有数字字段 `{}`", word.text),
                    format!("the registration of organisations has no number `{}`", word.text),
                )
                .expected(
                    "应为组织登记台账的数字字段",
                    "expected a number field of a registration of organisations",
                );
            self.note(problem);
        }
        Some(word.text.clone())
    }

    fn status_of_area(&mut self, word: &Word) -> Option<Name> {
        let (id, status) = self.names.status(word, self.problems)?;
        if status.about != SubjectKind::Org {
            let problem = word
                .place
                .problem(
                    "other_subject",
                    format!("状态 `{}` 说的不是组织", word.text),
                    format!("the status `{}` is not about organisations", word.text),
                )
                .expected("应为 about = \"org\" 的状态", "expected a status with about = \"org\"");
            self.note(problem);
        }
        Some(id)
    }

    fn situation_numbers(&mut self, table: &Table) -> Option<SituationNumbers> {
        let same_as = table.table("same_as").and_then(|t| self.same_as(t));
        Some(SituationNumbers {
            case_days: table.whole("case_days")?,
            outbreak_cases: table.whole("outbreak_cases")?,
            outbreak_days: table.whole("outbreak_days")?,
            unknown_cases: table.whole("unknown_cases")?,
            unknown_days: table.whole("unknown_days")?,
            outbreaks: table.whole("outbreaks"),
            same_as,
        })
    }

    /// The status that rules give, and its four values from good to bad.
    fn same_as(&mut self, table: &Table) -> Option<(Name, [Name; 4])> {
        let word = table.word("status")?;
        let id = self.status_of_area(&word)?;
        let (_, status) = self.names.status(&word, self.problems)?;
        let mut values = Vec::new();
        for key in ["no_case", "case", "outbreak", "community"] {
            let value = table.word(key)?;
            values.extend(self.names.status_value(&id, status, &value, self.problems));
        }
        let values = <[Name; 4]>::try_from(values).ok()?;
        let rank = |value: &Name| status.values.iter().position(|(id, _)| id == value);
        if values.windows(2).any(|pair| rank(&pair[0]) > rank(&pair[1])) {
            let problem = table.place.problem(
                "not_ascending",
                "取值的次序与状态声明的次序相反",
                "these values do not ascend in the order in which the status declares them",
            );
            self.note(problem.expected("由轻到重", "from good to bad"));
        }
        Some((id, values))
    }

    fn zone_rules(&mut self, table: &Table) -> Option<ZoneRules> {
        let tests = table.table("tests").and_then(|t| self.test_rounds(t));
        let found: Vec<(Place, ZoneLevel)> =
            table.tables("level").filter_map(|t| Some((t.place.clone(), level(t)?))).collect();
        for pair in found.windows(2) {
            let [(_, worse), (place, better)] = pair else { continue };
            if worse.cases_min <= better.cases_min {
                let problem = place
                    .problem("not_ascending", "级别应由重到轻排列", "levels stand the worst first")
                    .expected(
                        format!("cases_min 应小于前一级的 {}", worse.cases_min),
                        format!("expected cases_min below the {} of the level before", worse.cases_min),
                    );
                self.note(problem);
            }
        }
        for (place, _) in found.iter().filter(|(_, l)| l.test_rounds > 0 && !table.has("tests")) {
            let problem = place.problem(
                "no_test_ledger",
                "要求检测轮次，但没有写明哪条记录算一轮（tests）",
                "it asks for rounds of tests and does not say which fact is one (tests)",
            );
            self.note(problem);
        }
        let levels = found.into_iter().map(|(_, level)| level).collect();
        Some(ZoneRules { clause: self.clause(table)?, levels, tests })
    }

    fn test_rounds(&mut self, table: &Table) -> Option<DoneBy> {
        let ledger = self.ledger_about(&table.word("on")?, Some(SubjectKind::Org))?;
        let env = self.env_of_fact(&[ledger]);
        let when = self.condition(table, "when", &env);
        Some(DoneBy { ledger: ledger.id.clone(), when })
    }

    fn colour_rules(&mut self, table: &Table, population: bool) -> Option<ColourRules> {
        let limits: Vec<Decimal> = numbers(table.items("limits"));
        let limits = <[Decimal; 4]>::try_from(limits)
            .ok()
            .filter(|limits| ascends(limits) && limits[0] > Decimal::ZERO && limits[3] <= ONE);
        if limits.is_none() && table.get("limits").is_some() {
            let problem = table
                .place_of("limits")
                .problem("not_ascending", "界限不对", "these limits do not fit")
                .expected(
                    "应为大于 0、不超过 1 的四个递增的数",
                    "expected four ascending numbers above 0 and up to 1",
                );
            self.note(problem);
        }
        let indicators =
            table.tables("indicator").filter_map(|t| self.colour_indicator(t, population)).collect();
        Some(ColourRules { clause: self.clause(table)?, indicators, limits: limits? })
    }

    fn colour_indicator(&mut self, table: &Table, population: bool) -> Option<ColourIndicator> {
        let measure = self.area_measure(table, population);
        let steps = numbers(table.items("steps"));
        let mut sorted = steps.clone();
        if measure == Some(AreaMeasure::DaysSinceLastCase) {
            sorted.reverse();
        }
        if table.get("steps").is_some() && (steps.is_empty() || !ascends(&sorted)) {
            let problem = table
                .place_of("steps")
                .problem("not_ascending", "分档次序不对", "these steps are not in order")
                .expected(
                    "应递增；days_since_last_case 应递减",
                    "expected ascending steps, for days_since_last_case descending ones",
                );
            self.note(problem);
        }
        let weight = table.number("weight").unwrap_or(ONE);
        if weight <= Decimal::ZERO {
            let problem =
                table.place_of("weight").problem("wrong_type", "权重应大于 0", "a weight is above 0");
            self.note(problem);
        }
        Some(ColourIndicator {
            id: Name::new(table.text("id")?),
            title: table.label("title")?,
            measure: measure?,
            steps,
            weight,
        })
    }

    fn area_measure(&mut self, table: &Table, population: bool) -> Option<AreaMeasure> {
        let word = table.text("measure")?;
        let needs_days = word != "days_since_last_case";
        if needs_days != table.has("days") {
            let (zh, en) = match needs_days {
                true => ("缺少 `days`", "`days` is missing"),
                false => ("这个指标没有 `days`", "this measure has no `days`"),
            };
            self.note(table.place.problem("missing_key", zh, en));
        }
        if word == "incidence" && !population {
            let problem = table.place_of("measure").problem(
                "missing_key",
                "发病率要有人口：在 area 中写 population",
                "an incidence needs inhabitants: write population in the area",
            );
            self.note(problem);
        }
        let days = table.whole("days");
        Some(match word {
            "cases" => AreaMeasure::Cases(days?),
            "unknown_source" => AreaMeasure::UnknownSource(days?),
            "clusters" => AreaMeasure::Clusters(days?),
            "incidence" => AreaMeasure::Incidence(days?),
            _ => AreaMeasure::DaysSinceLastCase,
        })
    }
}

fn small_areas(table: &Table) -> Vec<SmallArea> {
    let words = table.words("small_area");
    let of = |word: &Word| match &*word.text {
        "household" => SmallArea::Group(SubjectKind::Household),
        "place" => SmallArea::Group(SubjectKind::Place),
        _ => SmallArea::Told,
    };
    if words.is_empty() { vec![SmallArea::Told] } else { words.iter().map(of).collect() }
}

fn level(table: &Table) -> Option<ZoneLevel> {
    Some(ZoneLevel {
        id: Name::new(table.text("id")?),
        title: table.label("title")?,
        legal_basis: table.label("legal_basis")?,
        cases_min: table.whole("cases_min")?,
        days: table.whole("days")?,
        quiet_days: table.whole("quiet_days")?,
        test_rounds: table.whole("test_rounds").unwrap_or(0),
    })
}

fn numbers(items: &[Node]) -> Vec<Decimal> {
    items.iter().filter_map(|node| node.value()?.as_number()).collect()
}

fn ascends(numbers: &[Decimal]) -> bool {
    numbers.windows(2).all(|pair| pair[0] < pair[1])
}
