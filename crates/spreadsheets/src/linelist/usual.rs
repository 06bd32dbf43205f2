//! The names that columns of line lists usually have, by what they mean: a term of a field, `admission` for the day of
//! the hospitalisation, `subject` for the number of the case. The earlier name counts more.
//!
//! Not here: names and labels of the fields themselves, which are matched after these.

/// What a column means, with its names.
pub(super) const NAMES: [(&str, &[&str]); 18] = [
    (
        "subject",
        &[
            "case_id",
            "病例编号",
            "病例号",
            "case_no",
            "case_number",
            "patient_id",
            "unique_id",
            "uid",
            "id",
            "人员编号",
            "编号",
        ],
    ),
    (
        "date_infection",
        &[
            "date_infection",
            "date_of_infection",
            "infection_date",
            "presumed_infected_date",
            "date_infected",
            "感染日期",
            "感染时间",
        ],
    ),
    (
        "date_onset",
        &[
            "date_onset",
            "date_of_onset",
            "onset_date",
            "date_onset_symptoms",
            "date_symptom_onset",
            "symptom_onset",
            "onset",
            "发病日期",
            "发病时间",
            "起病日期",
        ],
    ),
    (
        "date_reporting",
        &[
            "date_reporting",
            "date_of_reporting",
            "date_report",
            "date_of_report",
            "report_date",
            "date_reported",
            "报告日期",
            "报告时间",
            "填卡日期",
        ],
    ),
    (
        "date_confirmation",
        &[
            "date_confirmation",
            "date_of_confirmation",
            "confirmation_date",
            "date_confirmed",
            "date_diagnosis",
            "date_of_diagnosis",
            "诊断日期",
            "诊断时间",
            "确诊日期",
            "确诊时间",
        ],
    ),
    (
        "admission",
        &[
            "date_hospitalisation",
            "date_of_hospitalisation",
            "date_hospitalization",
            "date_of_hospitalization",
            "date_hospital",
            "date_admission",
            "date_of_admission",
            "admission_date",
            "住院日期",
            "入院日期",
            "收治日期",
            "入院时间",
        ],
    ),
    (
        "date_outcome",
        &[
            "date_outcome",
            "date_of_outcome",
            "outcome_date",
            "date_discharge",
            "date_of_discharge",
            "discharge_date",
            "转归日期",
            "出院日期",
        ],
    ),
    ("date_death", &["date_death", "date_of_death", "death_date", "死亡日期"]),
    ("outcome", &["outcome", "转归", "结局"]),
    ("sex", &["sex", "gender", "性别"]),
    ("age", &["age", "age_years", "年龄"]),
    ("age_unit", &["age_unit", "年龄单位"]),
    (
        "date_birth",
        &["date_birth", "date_of_birth", "birth_date", "birthdate", "dob", "出生日期", "出生年月日"],
    ),
    ("occupation", &["occupation", "profession", "职业"]),
    ("disease", &["disease", "disease_name", "疾病", "病名", "疾病名称", "疾病病种"]),
    (
        "case_type",
        &[
            "case_type",
            "case_classification",
            "classification",
            "case_class",
            "case_definition",
            "病例分类",
            "病例类型",
            "诊断类型",
        ],
    ),
    ("imported", &["imported", "输入病例", "是否输入", "是否输入病例"]),
    (
        "source_case",
        &["source_case", "source_case_id", "infector", "infected_by", "来源病例", "传染源", "感染来源"],
    ),
];

/// As headings are compared: letters and digits, in lower case, without what stands in brackets.
pub(super) fn plain(heading: &str) -> String {
    let head = heading.split(['(', '（', '[', '【']).next().unwrap_or_default();
    head.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
