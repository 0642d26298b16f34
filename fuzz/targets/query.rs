//! Query strings, which are filters of lists: read by the contract, for the operation that the first two bytes choose.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tulay::platform::http::contract::Contract;

fuzz_target!(|input: (u16, &str)| {
    let contract = Contract::shipped().expect("the contract is broken");
    let paths = contract.methods();
    let (path, methods) = &paths[usize::from(input.0) % paths.len()];
    for method in methods {
        if let Ok(read) = contract.read_query(method, path, input.1) {
            assert!(read.is_object(), "{method} {path}");
        }
    }
});
