//! Tests of judging apart from the house: what is provisional. That complete subjects are judged as in the house is held by `wasm`.
