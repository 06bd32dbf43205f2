#[test]
fn emit(){ std::fs::write("/work/main/web/openapi.json", server::openapi().to_pretty_json().unwrap()+"\n").unwrap(); }
