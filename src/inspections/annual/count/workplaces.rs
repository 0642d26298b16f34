//! Paragraph (c): workplaces liable to inspection and who works there, by the register as it is now.

use super::Year;
use crate::establishments::{Counted, Register, SizeBand};
use crate::inspections::annual::table::{
    AnnualReportParagraph, AnnualTableCode, AnnualTableColumn, AnnualTableRows, Table, UNKNOWN,
};
use crate::inspections::annual::tally::Tally;

use AnnualTableColumn::{Men, SexNotKnown, Women, Workers, WorkersNotKnown, Workplaces};

const COLUMNS: &[AnnualTableColumn] = &[
    Workplaces,
    WorkersNotKnown,
    Workers,
    Women,
    Men,
    SexNotKnown,
];

/// The tables: those in which people work, and which were registered before the end of the year.
pub fn tables(register: &Register, year: &Year) -> [Table; 2] {
    let mut by_industry = Tally::new(COLUMNS, []);
    let sizes = SizeBand::ALL.iter().map(|size| size.as_str());
    let mut by_size = Tally::new(COLUMNS, sizes);
    let all = register.establishments.values();
    let liable = |own: &&Counted| own.is_open && year.ends_after(&own.country, own.registered_at);
    for own in all.filter(liable) {
        let industry = own.section.as_deref().unwrap_or(UNKNOWN);
        let size = own.size_band.map_or(UNKNOWN, SizeBand::as_str);
        for (tally, row) in [(&mut by_industry, industry), (&mut by_size, size)] {
            tally.add(row, Workplaces, 1);
            put_workers(tally, row, own);
        }
    }
    let of = AnnualReportParagraph::Workplaces;
    let (sectors, words) = (AnnualTableRows::Sectors, AnnualTableRows::Words);
    [
        by_industry.finish(of, AnnualTableCode::WorkplacesByIndustry, sectors),
        by_size.finish(of, AnnualTableCode::WorkplacesBySize, words),
    ]
}

/// Who works at one, as far as it is known; all of them are in one of the three columns by sex.
fn put_workers(tally: &mut Tally, row: &str, own: &Counted) {
    let Some(all) = own.workers else {
        tally.add(row, WorkersNotKnown, 1);
        return;
    };
    tally.add(row, Workers, i64::from(all));
    match own.women {
        Some(women) => {
            tally.add(row, Women, i64::from(women));
            tally.add(row, Men, i64::from(all) - i64::from(women));
        }
        None => tally.add(row, SexNotKnown, i64::from(all)),
    }
}
