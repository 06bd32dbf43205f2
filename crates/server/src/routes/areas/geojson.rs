//! A file of shapes: a FeatureCollection of GeoJSON (RFC 7946) with polygons in degrees. Everything that is wrong is told at
//! once, with the feature that it is about.
//!
//! Not here: whether the organisations exist (`keep`). Read by `serde_json` and own checks: the crate `geojson` takes
//! rings that are not closed and points outside of the globe, and would have to be checked after in the same way.

use facts::{Label, Name, Refusal, RefusalCode, SubjectId, SubjectKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is wrong with a feature; boxed, for a refusal is large beside a point.
type Wrong = Box<Refusal>;

/// Most shapes of a file.
const FEATURES_MAX: usize = 20_000;
/// Most points of a file.
const POINTS_MAX: usize = 500_000;
/// Most problems that are told.
const TOLD_MAX: usize = 50;

/// Polygon or MultiPolygon.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub enum Geometry {
    /// Rings: the outline first, then holes.
    Polygon(Vec<Ring>),
    /// Several of these.
    MultiPolygon(Vec<Vec<Ring>>),
}

/// Points (east, north) in degrees; the last is the first again.
pub type Ring = Vec<[f64; 2]>;

/// A shape and whom it names.
#[derive(Clone, PartialEq, Debug)]
pub struct Named {
    /// Its place in the file, from 1.
    pub n: usize,
    /// The organisation.
    pub org: Option<SubjectId>,
    /// Or its division code.
    pub code: Option<String>,
    /// The shape.
    pub geometry: Geometry,
}

impl Named {
    /// Whom it names, as it does.
    pub fn says(&self) -> String {
        self.org.as_ref().map(ToString::to_string).or(self.code.clone()).unwrap_or_default()
    }

    /// A problem of this feature.
    pub fn refusal(&self, code: RefusalCode, says: Label, hint: Label) -> Refusal {
        of_feature(self.n, Refusal::new(code, says, hint)).found(&self.says())
    }
}

/// The shapes of a file, or everything that is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Vec<Named>, Vec<Refusal>> {
    let text = std::str::from_utf8(bytes).map(|text| text.trim_start_matches('\u{feff}'));
    let file: Value = match text.map(serde_json::from_str) {
        Ok(Ok(file)) => file,
        Ok(Err(wrong)) => return Err(vec![unreadable(&wrong)]),
        Err(_) => return Err(vec![*expected("UTF-8", "UTF-8", "")]),
    };
    let kind = file.get("type").and_then(Value::as_str).unwrap_or_default();
    let features = file.get("features").and_then(Value::as_array);
    let Some(features) = features.filter(|_| kind == "FeatureCollection") else {
        return Err(vec![*expected("GeoJSON 的 FeatureCollection", "a FeatureCollection of GeoJSON", kind)]);
    };
    if features.is_empty() || features.len() > FEATURES_MAX {
        let (zh, en) = (format!("1 到 {FEATURES_MAX} 个要素"), format!("1 to {FEATURES_MAX} features"));
        return Err(vec![*expected(&zh, &en, &features.len().to_string())]);
    }
    let (mut named, mut refusals, mut points) = (Vec::new(), Vec::new(), 0);
    for (n, one) in features.iter().enumerate() {
        match feature(n + 1, one, &mut points) {
            Ok(shape) => named.push(shape),
            Err(refusal) => refusals.push(of_feature(n + 1, *refusal)),
        }
        if refusals.len() >= TOLD_MAX || points > POINTS_MAX {
            break;
        }
    }
    if points > POINTS_MAX {
        let (zh, en) =
            (format!("全部不超过 {POINTS_MAX} 个点"), format!("at most {POINTS_MAX} points in all"));
        refusals.push(*expected(&zh, &en, ""));
    }
    if refusals.is_empty() { Ok(named) } else { Err(refusals) }
}

fn feature(n: usize, one: &Value, points: &mut usize) -> Result<Named, Wrong> {
    if one.get("type").and_then(Value::as_str) != Some("Feature") {
        return Err(expected("Feature", "a Feature", text_of(one.get("type"))));
    }
    let property = |name: &str| one.get("properties").and_then(|p| p.get(name));
    let org = match property("org").and_then(Value::as_str) {
        Some(text) => Some(
            SubjectId::parse(text)
                .filter(|id| id.kind() == SubjectKind::Org)
                .ok_or_else(|| expected("组织编号，如 org:…", "the id of an organisation, as org:…", text))?,
        ),
        None => None,
    };
    let code = property("code").map(|code| code.as_str().map_or_else(|| code.to_string(), str::to_owned));
    if org.is_none() && code.is_none() {
        return Err(expected(
            "属性 org（组织编号）或 code（行政区划代码）",
            "a property org (id of the organisation) or code (division code)",
            "",
        ));
    }
    let geometry = one.get("geometry").unwrap_or(&Value::Null);
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    let geometry = match geometry.get("type").and_then(Value::as_str) {
        Some("Polygon") => Geometry::Polygon(polygon(coordinates, points)?),
        Some("MultiPolygon") => {
            let polygons = list(coordinates, "面的列表", "a list of polygons")?;
            let read = polygons.iter().map(|one| polygon(one, points)).collect::<Result<_, _>>()?;
            Geometry::MultiPolygon(read)
        }
        other => {
            return Err(expected(
                "Polygon 或 MultiPolygon",
                "Polygon or MultiPolygon",
                other.unwrap_or("null"),
            ));
        }
    };
    Ok(Named { n, org, code, geometry })
}

fn polygon(value: &Value, points: &mut usize) -> Result<Vec<Ring>, Wrong> {
    list(value, "环的列表", "a list of rings")?.iter().map(|one| ring(one, points)).collect()
}

fn ring(value: &Value, points: &mut usize) -> Result<Ring, Wrong> {
    let positions = list(value, "点的列表", "a list of points")?;
    *points += positions.len();
    if *points > POINTS_MAX {
        return Ok(Vec::new());
    }
    let ring: Ring = positions.iter().map(position).collect::<Result<_, _>>()?;
    if ring.len() < 4 {
        return Err(expected("每环至少 4 个点", "at least 4 points in a ring", &ring.len().to_string()));
    }
    if ring.first() != ring.last() {
        return Err(expected("首尾相同的环", "a ring whose last point is its first", ""));
    }
    Ok(ring)
}

/// East and north in degrees; a height behind them is left out.
fn position(value: &Value) -> Result<[f64; 2], Wrong> {
    let numbers: Vec<f64> = value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    let fits = numbers.len() >= 2 && numbers[0].abs() <= 180.0 && numbers[1].abs() <= 90.0;
    if !fits {
        let found = value.to_string();
        return Err(expected(
            "经度、纬度（度），先经后纬；投影坐标请先转换",
            "longitude and latitude in degrees, in this order; projected coordinates are to be converted first",
            &found,
        ));
    }
    // A ten-millionth of a degree is a centimetre.
    let short = |n: f64| (n * 1e7).round() / 1e7;
    Ok([short(numbers[0]), short(numbers[1])])
}

fn list<'v>(value: &'v Value, zh: &str, en: &str) -> Result<&'v Vec<Value>, Wrong> {
    value.as_array().filter(|items| !items.is_empty()).ok_or_else(|| expected(zh, en, text_of(Some(value))))
}

fn text_of(value: Option<&Value>) -> &str {
    match value {
        None | Some(Value::Null) => "null",
        Some(Value::String(text)) => text,
        Some(_) => "…",
    }
}

fn expected(zh: &str, en: &str, found: &str) -> Wrong {
    let refusal = Refusal::new(
        RefusalCode::WrongType,
        Label::new(format!("应为{zh}"), format!("expected {en}")),
        Label::new("参见 docs/areas.md", "see docs/areas.md"),
    );
    Box::new(if found.is_empty() { refusal } else { refusal.found(found) })
}

fn unreadable(wrong: &serde_json::Error) -> Refusal {
    let (line, column) = (wrong.line(), wrong.column());
    Refusal::new(
        RefusalCode::Unreadable,
        Label::new(
            format!("不是合法的 JSON（第 {line} 行第 {column} 列）"),
            format!("not JSON (line {line}, column {column})"),
        ),
        Label::new("请导出为 GeoJSON", "export it as GeoJSON"),
    )
}

/// With the feature that it is about: `features[3]` is the third.
fn of_feature(n: usize, refusal: Refusal) -> Refusal {
    let says = Label::new(
        format!("第 {n} 个要素：{}", refusal.says.zh),
        format!("feature {n}: {}", refusal.says.en),
    );
    Refusal { says, ..refusal }.about(&Name::new(format!("features[{n}]")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(features: &str) -> String {
        let file = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
        match read(file.as_bytes()) {
            Ok(shapes) => shapes.iter().map(Named::says).collect::<Vec<_>>().join(" "),
            Err(wrong) => wrong.iter().map(|r| r.says.en.as_str()).collect::<Vec<_>>().join("; "),
        }
    }

    fn feature(properties: &str, kind: &str, coordinates: &str) -> String {
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}"#
        )
    }

    const SQUARE: &str = "[[[110,30],[110.1,30],[110.1,30.1],[110,30]]]";

    #[test]
    fn polygons_that_name_an_organisation_are_read() {
        let one = feature(r#"{"org":"org:a"}"#, "Polygon", SQUARE);
        let two = feature(r#"{"code":520115}"#, "MultiPolygon", &format!("[{SQUARE}]"));
        assert_eq!(told(&format!("{one},{two}")), "org:a 520115");
    }

    #[test]
    fn everything_that_is_wrong_is_told_with_its_feature() {
        let nobody = feature("{}", "Polygon", SQUARE);
        let point = feature(r#"{"org":"org:a"}"#, "Point", "[1,2]");
        let projected = feature(r#"{"org":"org:a"}"#, "Polygon", "[[[3500000,4000000],[1,2],[1,3],[1,2]]]");
        let open = feature(r#"{"org":"org:a"}"#, "Polygon", "[[[1,2],[1,3],[2,3],[2,2]]]");
        let person = feature(r#"{"org":"person:a"}"#, "Polygon", SQUARE);
        let said = told(&[nobody, point, projected, open, person].join(","));
        assert_eq!(
            said.split("; ").collect::<Vec<_>>(),
            [
                "feature 1: expected a property org (id of the organisation) or code (division code)",
                "feature 2: expected Polygon or MultiPolygon",
                "feature 3: expected longitude and latitude in degrees, in this order",
                "projected coordinates are to be converted first",
                "feature 4: expected a ring whose last point is its first",
                "feature 5: expected the id of an organisation, as org:…",
            ]
        );
    }

    #[test]
    fn what_is_no_collection_is_refused() {
        for file in ["", "{", "[]", r#"{"type":"Topology"}"#, r#"{"type":"FeatureCollection","features":[]}"#]
        {
            assert_eq!(read(file.as_bytes()).expect_err(file).len(), 1, "{file}");
        }
    }
}
