//! Migrations at start-up, also of several instances at once.

use std::sync::Barrier;
use std::thread;

use super::super::{Access, Conn, migrate, pending};
use super::places;

#[test]
fn two_instances_may_migrate_an_empty_database_at_once() {
    for place in places() {
        let total = pending(&mut place.conn()).unwrap().len();
        let start = Barrier::new(2);
        let instance = || {
            start.wait();
            migrate(&mut place.conn()).unwrap().len()
        };
        let applied = thread::scope(|scope| {
            let (one, other) = (scope.spawn(instance), scope.spawn(instance));
            [one.join().unwrap(), other.join().unwrap()]
        });

        assert_eq!(applied.iter().sum::<usize>(), total, "{applied:?}");
        assert!(applied.contains(&0), "{applied:?}");
        assert_eq!(pending(&mut place.conn()).unwrap(), Vec::<String>::new());
        assert_eq!(migrate(&mut place.conn()).unwrap(), Vec::<String>::new());
    }
}

#[test]
fn two_instances_may_open_an_absent_file_at_once() {
    for place in places() {
        let start = Barrier::new(4);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    start.wait();
                    Conn::open(&place.url, Access::Write).unwrap();
                });
            }
        });
    }
}

#[test]
fn what_is_pending_can_be_asked_without_the_right_to_write() {
    for place in places() {
        let mut reader = Conn::open(&place.url, Access::Read).unwrap();
        let before = pending(&mut reader).unwrap();
        assert!(!before.is_empty());
        assert!(before.is_sorted());

        migrate(&mut place.conn()).unwrap();
        assert_eq!(pending(&mut reader).unwrap(), Vec::<String>::new());
    }
}

/// Of two with the same number one would never be applied, and nothing would say so.
#[test]
fn every_migration_has_a_number_of_its_own() {
    for folder in ["migrations/sqlite", "migrations/postgres"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let entries = std::fs::read_dir(&folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut numbers: Vec<String> = names
            .map(|name| name.split('_').next().unwrap().to_owned())
            .collect();
        numbers.sort();
        let total = numbers.len();
        numbers.dedup();
        assert_eq!(numbers.len(), total, "{}", folder.display());
    }
}
