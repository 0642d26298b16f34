//! Paragraph (b): the staff, as the inspectorate wrote it.

use crate::inspections::annual::table::{
    AnnualReportParagraph, AnnualTableCode, AnnualTableColumn, AnnualTableRows, Table,
};
use crate::inspections::annual::tally::Tally;
use crate::inspections::annual::written::{StaffCategory, Written};

use AnnualTableColumn::{Inspectors, Men, SexNotKnown, Staff, Women};

const PEOPLE: &[AnnualTableColumn] = &[Staff, Women, Men, SexNotKnown];

/// The tables; none of what nobody has written.
pub fn tables(written: &Written) -> Vec<Table> {
    let of = AnnualReportParagraph::Staff;
    let mut tables = Vec::new();
    if let Some(staff) = &written.staff {
        let (mut by_category, mut by_role) = (
            Tally::new(PEOPLE, []),
            Tally::new(PEOPLE, ["inspectors", "other_staff"]),
        );
        for category in staff {
            put(&mut by_category, category.title.as_str(), category);
            let role = if category.is_inspector {
                "inspectors"
            } else {
                "other_staff"
            };
            put(&mut by_role, role, category);
        }
        let (texts, words) = (AnnualTableRows::Texts, AnnualTableRows::Words);
        tables.push(by_category.finish(of, AnnualTableCode::StaffByCategory, texts));
        tables.push(by_role.finish(of, AnnualTableCode::StaffByRole, words));
    }
    if let Some(offices) = &written.offices {
        let mut by_office = Tally::new(&[Inspectors], []);
        for office in offices {
            let number = i64::from(office.inspectors);
            by_office.add(office.name.as_str(), Inspectors, number);
        }
        let code = AnnualTableCode::InspectorsByOffice;
        tables.push(by_office.finish(of, code, AnnualTableRows::Texts));
    }
    tables
}

fn put(tally: &mut Tally, row: &str, own: &StaffCategory) {
    let (women, men) = (i64::from(own.women), i64::from(own.men));
    let unknown = i64::from(own.sex_not_known);
    let parts = [(Women, women), (Men, men), (SexNotKnown, unknown)];
    for (column, number) in parts {
        tally.add(row, column, number);
    }
    tally.add(row, Staff, women + men + unknown);
}
