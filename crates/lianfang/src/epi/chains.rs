//! `lianfang epi chains`: who may have infected whom, from a line list and, if there is one, a list of contacts.
//!
//! Not here: formulas; `epi::chain`.

use super::{
    columns, misused,
    picture::Picture,
    sheet::{Output, Sheet},
};
use crate::exit::Failure;
use ::epi::chain::{
    clusters::clusters,
    sources::{ChainCase, ChainParameters, Sources, sources},
    tree::{Link, Tree, missing_links, tree},
};
use ::epi::spread::serial;
use ::epi::{Problem, ProblemKind};
use clap::Args;
use facts::Date;
use serde_json::{Map, Value, json};
use spreadsheets::Table;
use std::{collections::BTreeMap, path::PathBuf};

const COLUMNS: &str = "列 · columns:
  case           病例编号 · the case
  date_onset     发病日期 · its onset
  source         最可能的传染源（空：名单中无） · its most probable source (empty: nobody in the list)
  probability    其概率 · its probability
  unknown        传染源不在名单中的概率 · probability that the source is not in the list
  interval_days  代间距 · days from onset to onset
  generation     代次（0 为无已知来源） · generation, 0 without known source
  infected       由其传染的病例数 · cases that it infected
  contacts       名单中已知的接触者数 · known contacts among the cases
JSON 另有：代间距、无来源病例、缺失环节、聚集 · JSON also has serial interval, cases without source, missing links, clusters
输入 · input: 个案表 case_id, date_onset［, imported, infected_from, infected_to, …］；接触表 from, to［, weight］";

/// A line list and contacts.
#[derive(Args)]
#[command(after_help = COLUMNS)]
pub struct Chains {
    /// 个案一览表（CSV 或 XLSX） · the line list
    #[arg(long)]
    linelist: PathBuf,
    /// 病例表中的编号列，默认 case_id 等 · column with the ids of cases; default case_id and its like
    #[arg(long)]
    id: Option<String>,
    /// 病例间的接触 · contacts between cases
    #[arg(long)]
    contacts: Option<PathBuf>,
    /// 代间距均值（天） · mean of the serial interval, in days
    #[arg(long)]
    si_mean: f64,
    /// 代间距标准差（天） · its standard deviation
    #[arg(long)]
    si_sd: f64,
    /// 某列相同时的权重，如 --same household=50，可重复 · weight of cases alike in a column; may be repeated
    #[arg(long)]
    same: Vec<String>,
    /// 接触表中一对的权重（表内有 weight 列时以列为准） · weight of a pair of the contacts
    #[arg(long, default_value_t = 100.0)]
    contact_weight: f64,
    /// 没有已知接触的一对的权重 · weight of a pair without known contact
    #[arg(long, default_value_t = 1.0)]
    other_weight: f64,
    /// “来源不在名单中”的权重 · weight of a source that is not in the list
    #[arg(long, default_value_t = 0.0)]
    unknown_weight: f64,
    /// 概率低于此值不连线 · links below this probability are not drawn
    #[arg(long, default_value_t = 0.0)]
    probability_min: f64,
    /// 发病前几天起有传染性（仅用于已知感染时段的病例） · infectious from so many days before onset
    #[arg(long, default_value_t = 2)]
    infectious_before: i32,
    /// 发病后几天止 · until so many days after it
    #[arg(long, default_value_t = 21)]
    infectious_after: i32,
    /// 接触者少于此数视为缺失环节 · cases with fewer contacts are missing links
    #[arg(long, default_value_t = 1)]
    contacts_min: usize,
    /// 聚集的最少病例数 · least cases of a cluster
    #[arg(long, default_value_t = 2)]
    cluster_cases: usize,
    /// 聚集内相邻发病的最长间隔（天） · longest pause inside of a cluster, in days
    #[arg(long, default_value_t = 14)]
    cluster_days: i32,
    #[command(flatten)]
    output: Output,
}

/// The line list as it was read.
struct List {
    ids: Vec<String>,
    cases: Vec<ChainCase>,
    /// Columns named with `--same`: name, weight, the value of each case (empty for none).
    same: Vec<(String, f64, Vec<String>)>,
    /// Weights of known pairs.
    pairs: BTreeMap<(usize, usize), f64>,
}

impl List {
    /// The weight of a pair: the greatest that anything known of it gives.
    fn weight(&self, i: usize, j: usize, other: f64) -> f64 {
        let pair = self.pairs.get(&(i.min(j), i.max(j))).copied();
        let alike = self.same.iter().filter(|(_, _, v)| !v[i].is_empty() && v[i] == v[j]).map(|(_, w, _)| *w);
        pair.into_iter().chain(alike).reduce(f64::max).unwrap_or(other)
    }

    fn contacts(&self) -> Vec<usize> {
        let mut known = vec![0; self.ids.len()];
        for (a, b) in self.pairs.keys() {
            known[*a] += 1;
            known[*b] += 1;
        }
        known
    }
}

/// Computes and prints.
pub fn run(chains: &Chains) -> Result<(), Failure> {
    let serial = serial::discretised(chains.si_mean, chains.si_sd, serial::DAYS_MAX).ok_or_else(|| {
        misused("代间距均值须大于 1 天，标准差须大于 0", "the mean must be above 1 day, the sd above 0")
    })?;
    let (list, mut problems) = read(chains)?;
    let parameters = ChainParameters {
        serial: &serial,
        unknown_weight: chains.unknown_weight,
        infectious_days_before: chains.infectious_before,
        infectious_days_after: chains.infectious_after,
    };
    let (found, more) = sources(&list.cases, |i, j| list.weight(i, j, chains.other_weight), &parameters);
    problems.extend(more);
    let tree = tree(&list.cases, &found, chains.probability_min);
    if let Some(path) = &chains.output.plot {
        picture(&list, &tree).save(path)?;
    }
    let columns = vec![
        "case",
        "date_onset",
        "source",
        "probability",
        "unknown",
        "interval_days",
        "generation",
        "infected",
        "contacts",
    ];
    let rows = rows(&list, &found, &tree);
    let more = summary(chains, &list, &tree);
    Sheet { columns, rows, more, problems }.print(chains.output.format)
}

fn rows(list: &List, found: &[Sources], tree: &Tree) -> Vec<Vec<Value>> {
    let contacts = list.contacts();
    let links: BTreeMap<usize, &Link> = tree.links.iter().map(|link| (link.to, link)).collect();
    let row = |case: usize| -> Vec<Value> {
        let link = links.get(&case);
        vec![
            json!(list.ids[case]),
            json!(list.cases[case].onset),
            json!(link.map(|link| &list.ids[link.from])),
            json!(link.map(|link| link.probability)),
            json!(found[case].unknown),
            json!(link.map(|link| link.interval_days)),
            json!(tree.generations[case]),
            json!(tree.infected[case]),
            json!(contacts[case]),
        ]
    };
    (0..list.ids.len()).map(row).collect()
}

fn summary(chains: &Chains, list: &List, tree: &Tree) -> Map<String, Value> {
    let named = |cases: &[usize]| -> Value { cases.iter().map(|case| json!(list.ids[*case])).collect() };
    let onsets: Vec<Option<Date>> = list.cases.iter().map(|case| case.onset).collect();
    let belongs: Vec<(usize, (String, String))> = list
        .same
        .iter()
        .flat_map(|(name, _, values)| {
            let known = values.iter().enumerate().filter(|(_, value)| !value.is_empty());
            known.map(|(case, value)| (case, (name.clone(), value.clone())))
        })
        .collect();
    let found = clusters(&onsets, &belongs, chains.cluster_cases, chains.cluster_days);
    let clusters = found.iter().map(|cluster| {
        json!({
            "by": cluster.key.0, "value": cluster.key.1, "cases": named(&cluster.cases),
            "first": cluster.first, "last": cluster.last,
        })
    });
    let mut more = Map::new();
    more.insert("links".into(), json!(tree.links.len()));
    more.insert("serial_interval".into(), json!({ "mean": tree.serial_mean, "sd": tree.serial_sd }));
    more.insert("without_source".into(), named(&tree.without_source));
    more.insert("missing_links".into(), named(&missing_links(&list.contacts(), chains.contacts_min)));
    more.insert("clusters".into(), clusters.collect());
    more
}

fn read(chains: &Chains) -> Result<(List, Vec<Problem>), Failure> {
    let table = columns::read(&chains.linelist)?;
    let id = columns::must(&table, chains.id.as_deref(), &["case_id", "case", "id", "病例编号", "编号"])?;
    let onset = columns::must(&table, None, columns::DATES)?;
    let optional = |names: &[&str]| columns::find(&table, None, names);
    let (from, to) = (optional(&["infected_from"])?, optional(&["infected_to"])?);
    let imported = optional(&["imported", "输入"])?;
    let day = |row: usize, column: Option<usize>| columns::date(&table.rows[row].cells[column?]);
    let yes = |row: usize| {
        let text = imported.map(|column| table.rows[row].cells[column].text().to_lowercase());
        text.is_some_and(|text| matches!(text.as_str(), "1" | "yes" | "true" | "y" | "是"))
    };
    let cases = (0..table.rows.len()).map(|row| ChainCase {
        onset: day(row, Some(onset)),
        infected_from: day(row, from),
        infected_to: day(row, to),
        imported: yes(row),
    });
    let cases = cases.collect();
    let ids: Vec<String> = table.rows.iter().map(|row| row.cells[id].text()).collect();
    let same = chains.same.iter().map(|asked| alike(asked, &table)).collect::<Result<_, _>>()?;
    let (pairs, problems) = pairs(chains, &ids)?;
    Ok((List { ids, cases, same, pairs }, problems))
}

/// `household=50`: name, weight, and the values of that column.
fn alike(asked: &str, table: &Table) -> Result<(String, f64, Vec<String>), Failure> {
    let parts = asked.split_once('=').and_then(|(name, weight)| Some((name, weight.parse().ok()?)));
    let Some((name, weight)) = parts else {
        return Err(misused("--same 写作 列名=权重", "--same is written column=weight"));
    };
    let column = columns::must(table, Some(name), &[])?;
    Ok((name.to_owned(), weight, table.rows.iter().map(|row| row.cells[column].text()).collect()))
}

type Pairs = BTreeMap<(usize, usize), f64>;

fn pairs(chains: &Chains, ids: &[String]) -> Result<(Pairs, Vec<Problem>), Failure> {
    let (mut pairs, mut problems) = (Pairs::new(), Vec::new());
    let Some(path) = &chains.contacts else { return Ok((pairs, problems)) };
    let table = columns::read(path)?;
    let from = columns::must(&table, None, &["from", "infector", "case_a", "a"])?;
    let to = columns::must(&table, None, &["to", "case_id", "case_b", "b"])?;
    let weight = columns::find(&table, None, &["weight", "权重"])?;
    let places: BTreeMap<&str, usize> =
        ids.iter().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
    for (index, row) in table.rows.iter().enumerate() {
        let place = |column: usize| places.get(row.cells[column].text().as_str()).copied();
        match (place(from), place(to)) {
            (Some(a), Some(b)) if a != b => {
                let weight = weight.and_then(|column| columns::number(&row.cells[column]));
                pairs.insert((a.min(b), a.max(b)), weight.unwrap_or(chains.contact_weight));
            }
            _ => problems.push(Problem::at(ProblemKind::ReferenceUnknown, index)),
        }
    }
    Ok((pairs, problems))
}

/// Cases by onset (across) and order of onset (up), with the links between them.
fn picture(list: &List, tree: &Tree) -> Picture {
    let mut dated: Vec<(Date, usize)> =
        list.cases.iter().enumerate().filter_map(|(index, case)| Some((case.onset?, index))).collect();
    dated.sort_unstable();
    let first = dated.first().map(|(date, _)| *date);
    let across = |date: Date| f64::from(first.map_or(0, |first| facts::time::days_between(first, date)));
    let at: BTreeMap<usize, (f64, f64)> =
        dated.iter().enumerate().map(|(up, (date, case))| (*case, (across(*date), up as f64))).collect();
    let last = dated.last().map_or(0, |(date, _)| across(*date) as i32);
    let dates = first.map(|first| (0..=last).map(|day| facts::time::add_days(first, day)).collect());
    let ends = |link: &Link| Some([*at.get(&link.from)?, *at.get(&link.to)?]);
    Picture {
        title: "传播链（按发病日期） · chains by date of onset".into(),
        dates,
        marks: at.values().copied().collect(),
        links: tree.links.iter().filter_map(ends).collect(),
        ..Picture::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_weight_of_a_pair_holds_and_empty_cells_are_not_alike() {
        let column = |name: &str, weight, values: [&str; 3]| {
            (name.to_owned(), weight, values.map(str::to_owned).to_vec())
        };
        let list = List {
            ids: ["a", "b", "c"].map(str::to_owned).to_vec(),
            cases: vec![ChainCase::default(); 3],
            same: vec![column("household", 50.0, ["1", "1", ""]), column("class", 20.0, ["x", "x", "x"])],
            pairs: Pairs::from([((0, 2), 100.0)]),
        };
        assert_eq!(
            (list.weight(1, 0, 1.0), list.weight(2, 0, 1.0), list.weight(1, 2, 1.0)),
            (50.0, 100.0, 20.0)
        );
        assert_eq!(list.contacts(), [1, 0, 1]);
    }
}
