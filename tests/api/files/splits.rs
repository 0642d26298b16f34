//! However a file is cut into parts, it is the same file.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::{EVIDENCE, long_photo, sha256};
use crate::on_both;

/// Longer than a part that is written anew, and no multiple of a chunk.
const LENGTH: usize = 5 * CHUNK + 77;
/// Files are sealed in chunks of this length.
const CHUNK: usize = 64 * 1024;

/// Places at which a file is cut: at borders of chunks, beside them, and anywhere.
fn cuts() -> impl Strategy<Value = Vec<usize>> {
    let beside = (1..=5_usize, 0..3_usize).prop_map(|(chunk, beside)| chunk * CHUNK + beside - 1);
    let cut = prop_oneof![3 => beside, 2 => 1..LENGTH, 1 => Just(1_usize), 1 => Just(LENGTH - 1)];
    proptest::collection::vec(cut, 0..8).prop_map(|mut cuts| {
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    })
}

on_both! {
    async fn any_split_of_a_file_gives_the_same_file_and_hash(app: TestApp) {
        let photo = long_photo(LENGTH);
        let (mut runner, mut stored) = (TestRunner::deterministic(), None);
        for _ in 0..4 {
            let filed = app.report_danger().await;
            let holder = app.holder_of(&filed.code);
            for _ in 0..6 {
                let cuts = cuts().new_tree(&mut runner).unwrap().current();
                let at = holder.begin(photo.len()).await;
                let mut from = 0;
                for to in cuts.iter().copied().chain([LENGTH]) {
                    let sent = holder.send_part(&at, from, &photo[from..to]).await;
                    assert_eq!(sent.status, 204, "{cuts:?}");
                    assert_eq!(sent.header("upload-offset").unwrap(), to.to_string(), "{cuts:?}");
                    from = to;
                }
                let listed = holder.get(EVIDENCE).await.json();
                let item = listed["items"].as_array().unwrap().last().unwrap().clone();
                assert_eq!(item["received_sha256"], sha256(&photo), "{cuts:?}");
                let sum = item["sha256"].as_str().unwrap().to_owned();
                assert_eq!(*stored.get_or_insert_with(|| sum.clone()), sum, "{cuts:?}");
                app.clock.advance(std::time::Duration::from_secs(1));
            }
        }
        assert!(app.parts().is_empty());
    }
}
