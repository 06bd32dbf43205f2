//! The accounts that a newcomer signs in with: one for each role that somebody of the county holds, from the county down.
//!
//! Not here: the invented staff (`staff`), who hold the same roles everywhere else.

use crate::places::{COUNTY, MEASLES_CLASS_1, MEASLES_SCHOOL};

/// (account, whose, role, where)
pub(crate) type Newcomer = (&'static str, &'static str, &'static str, &'static str);

pub(crate) const OF_COUNTY: [Newcomer; 14] = [
    ("duty", "值班员 夏宁", "county_duty_officer", COUNTY),
    ("head", "指挥长 林岳", "county_head", COUNTY),
    ("admin", "系统管理员", "administrator", COUNTY),
    ("cdc", "流调员 周溪", "cdc_officer", COUNTY),
    ("health", "卫健局联络员 沈樱", "health_officer", COUNTY),
    ("education", "教育局联络员 陈雨", "education_officer", COUNTY),
    ("supervision", "卫生监督员 韩松", "supervision_officer", COUNTY),
    ("market", "市场监管员 邵平", "market_officer", COUNTY),
    ("police", "公安联络员 秦朗", "police_officer", COUNTY),
    ("publicity", "宣传员 叶芷", "publicity_officer", COUNTY),
    ("inspector", "督导员 郑方", "inspector", COUNTY),
    ("supplies", "物资保管员 于海", "supplies_keeper", COUNTY),
    ("transport", "交通联络员 段程", "transport_officer", COUNTY),
    ("auditor", "审计员 方明", "auditor", COUNTY),
];

pub(crate) const OF_TOWN_AND_VILLAGE: [Newcomer; 12] = [
    ("townhead", "柳溪镇镇长 姚远", "township_head", "org:liuxi"),
    ("town", "柳溪镇信息员 何川", "town_reporter", "org:liuxi"),
    ("townhealth", "柳溪镇卫健专干 苏禾", "township_health_officer", "org:liuxi"),
    ("hospital", "柳溪镇卫生院报告人 白芸", "hospital_officer", "org:liuxi-hc"),
    ("infection", "柳溪镇卫生院院感专员 温洁", "infection_control_officer", "org:liuxi-hc"),
    ("pharmacy", "药店店员 柯欣", "pharmacy_clerk", "org:liuxi-ph"),
    ("lab", "检测员 鲁诚", "lab_officer", "org:lab"),
    ("isolation", "隔离点负责人 倪安", "isolation_manager", "org:iso-1"),
    ("village", "桃林村主任 田禾", "village_head", "org:v06"),
    ("grid", "网格员 罗青", "grid_worker", "org:v06-g1"),
    ("doctor", "村医 许安", "village_doctor", "org:v06"),
    ("clinic", "村卫生室 俞珍", "clinic_officer", "org:v06-clinic"),
];

pub(crate) const OF_SCHOOL: [Newcomer; 12] = [
    ("principal", "校长 高文", "principal", MEASLES_SCHOOL),
    ("vice", "副校长 蒋岚", "vice_principal", MEASLES_SCHOOL),
    ("reporter", "疫情报告人 梁静", "disease_reporter", MEASLES_SCHOOL),
    ("schooldoctor", "校医 范宁", "school_doctor", MEASLES_SCHOOL),
    ("paired", "结对机构联络员 石磊", "paired_institution_officer", MEASLES_SCHOOL),
    ("office", "校办干事 康敏", "principal_office_clerk", MEASLES_SCHOOL),
    ("moral", "德育主任 丁慧", "moral_education_officer", MEASLES_SCHOOL),
    ("canteen", "食堂管理员 万丰", "canteen_manager", MEASLES_SCHOOL),
    ("gate", "门卫 雷刚", "gate_keeper", MEASLES_SCHOOL),
    ("gradehead", "年级组长 唐棣", "grade_head", "org:school-2-1"),
    ("teacher", "班主任 宋敏", "class_teacher", MEASLES_CLASS_1),
    ("dormitory", "宿管员 章兰", "dormitory_keeper", "org:school-flu-1-d1"),
];
