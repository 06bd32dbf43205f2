//! The door of the module: three functions over two buffers. The page asks for room, writes the question there, calls,
//! and reads the answer where it is told to. No pointer is followed on this side, so there is no unsafe code here: what the
//! lint is silenced for are the names that a module has to give to what it exports.
//!
//! Not here: what is asked and answered. A module has one thread and one evaluator.
#![allow(unsafe_code, reason = "an exported function needs its name")]

use crate::Evaluator;
use std::cell::RefCell;

#[derive(Default)]
struct Door {
    evaluator: Evaluator,
    question: Vec<u8>,
    answer: Vec<u8>,
}

thread_local! {
    static DOOR: RefCell<Door> = RefCell::default();
}

/// Makes room for a question of so many bytes and says where.
#[unsafe(no_mangle)]
pub extern "C" fn lianfang_room(bytes: usize) -> *mut u8 {
    DOOR.with_borrow_mut(|door| {
        door.question = vec![0; bytes];
        door.question.as_mut_ptr()
    })
}

/// Answers the question that was written there; says how many bytes the answer has.
#[unsafe(no_mangle)]
pub extern "C" fn lianfang_call() -> usize {
    DOOR.with_borrow_mut(|door| {
        let question = std::mem::take(&mut door.question);
        door.answer = door.evaluator.call(&question);
        door.answer.len()
    })
}

/// Where the answer is, until the next question.
#[unsafe(no_mangle)]
pub extern "C" fn lianfang_answer() -> *const u8 {
    DOOR.with_borrow(|door| door.answer.as_ptr())
}
