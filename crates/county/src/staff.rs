//! Which roles the invented staff hold. Not here: in which organisations there are (`places`).

/// Which roles the staff of each kind of organisation hold: (role, beginning of the account's name).
pub(crate) fn roles_of(kind: &str) -> &'static [(&'static str, &'static str)] {
    match kind {
        "county" => &[
            ("county_duty_officer", "duty"),
            ("county_head", "head"),
            ("health_officer", "health"),
            ("education_officer", "education"),
            ("cdc_officer", "cdc"),
            ("supervision_officer", "supervision"),
            ("market_officer", "market"),
            ("police_officer", "police"),
            ("publicity_officer", "publicity"),
            ("inspector", "inspector"),
            ("supplies_keeper", "supplies"),
            ("transport_officer", "transport"),
        ],
        "town" => {
            &[("township_head", "head"), ("town_reporter", "reporter"), ("township_health_officer", "health")]
        }
        "village" | "community" => &[("village_head", "head"), ("village_doctor", "doctor")],
        "grid" => &[("grid_worker", "grid")],
        "village_clinic" => &[("clinic_officer", "clinic")],
        "township_hospital" => {
            &[("hospital_officer", "hospital"), ("infection_control_officer", "infection")]
        }
        "hospital" => &[("hospital_officer", "hospital"), ("infection_control_officer", "infection")],
        "laboratory" => &[("lab_officer", "lab")],
        "pharmacy" => &[("pharmacy_clerk", "pharmacy")],
        "isolation_site" => &[("isolation_manager", "isolation")],
        "school" | "kindergarten" => &[
            ("principal", "principal"),
            ("disease_reporter", "reporter"),
            ("school_doctor", "schooldoctor"),
            ("paired_institution_officer", "paired"),
            ("vice_principal", "vice"),
            ("principal_office_clerk", "office"),
            ("moral_education_officer", "moral"),
            // The teacher on duty of the week enters what no class teacher does.
            ("class_teacher", "week"),
            ("canteen_manager", "canteen"),
            ("gate_keeper", "gate"),
        ],
        "grade" => &[("grade_head", "grade")],
        "class" => &[("class_teacher", "teacher")],
        "dormitory" => &[("dormitory_keeper", "dormitory")],
        _ => &[],
    }
}
