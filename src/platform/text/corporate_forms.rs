//! Words that say what kind of company it is, and nothing about which one.

/// Folded, longest first, so that `co ltd` goes before `ltd` is looked at.
const ANYWHERE: &[&[&str]] = &[
    &[
        "cong", "ty", "trach", "nhiem", "huu", "han", "mot", "thanh", "vien",
    ],
    &["cong", "ty", "trach", "nhiem", "huu", "han"],
    &["trach", "nhiem", "huu", "han"],
    &["cong", "ty", "tnhh", "mot", "thanh", "vien"],
    &["cong", "ty", "tnhh", "mtv"],
    &["cong", "ty", "tnhh"],
    &["cong", "ty", "co", "phan"],
    &["cong", "ty", "cp"],
    &["cong", "ty"],
    &["joint", "stock", "company"],
    &["perseroan", "terbatas"],
    &["private", "limited"],
    &["company", "limited"],
    &["pvt", "ltd"],
    &["pte", "ltd"],
    &["sdn", "bhd"],
    &["co", "ltd"],
    &["co", "limited"],
    &["tnhh"],
    &["mtv"],
    &["jsc"],
    &["limited"],
    &["ltd"],
    &["pte"],
    &["pvt"],
    &["sdn"],
    &["bhd"],
    &["llc"],
    &["llp"],
    &["plc"],
    &["inc"],
    &["incorporated"],
    &["corp"],
    &["corporation"],
    &["company"],
    &["tbk"],
    &["บริษัท"],
    &["จำกัด"],
    &["লিমিটেড"],
];

/// Short forms that are words of a name elsewhere: taken off at the beginning and the end only.
const AT_THE_EDGE: &[&str] = &["pt", "cv", "co", "cp", "cty", "oy", "ag"];

/// The words without corporate forms; all of them when nothing else would be left.
pub(super) fn without_corporate_forms<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut kept = Vec::with_capacity(words.len());
    let mut rest = words;
    while let Some((first, after)) = rest.split_first() {
        if let Some(form) = ANYWHERE.iter().find(|form| rest.starts_with(form)) {
            rest = rest.get(form.len()..).unwrap_or_default();
        } else {
            kept.push(*first);
            rest = after;
        }
    }

    let mut name = kept.as_slice();
    while let Some((_, after)) = name.split_first().filter(|(word, _)| is_edge_form(word)) {
        name = after;
    }
    while let Some((_, before)) = name.split_last().filter(|(word, _)| is_edge_form(word)) {
        name = before;
    }
    if name.is_empty() {
        words.to_vec()
    } else {
        name.to_vec()
    }
}

fn is_edge_form(word: &str) -> bool {
    AT_THE_EDGE.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::text::fold;

    fn name_in(text: &str) -> String {
        let folded = fold(text);
        without_corporate_forms(&folded.split(' ').collect::<Vec<_>>()).join(" ")
    }

    #[test]
    fn the_name_is_what_remains() {
        let cases = [
            (
                "Công ty TNHH Thương mại Quốc tế Bảo Thịnh",
                "thuong mai quoc te bao thinh",
            ),
            ("BAOTHINH INTRA CO.,LTD", "baothinh intra"),
            ("VINACO.,JSC", "vinaco"),
            (
                "BEST HOME EMPLOYMENT AGENCY PTE. LTD.",
                "best home employment agency",
            ),
            ("PT. Sumber Kencana Sejahtera", "sumber kencana sejahtera"),
            ("บริษัท จัดหางาน จำกัด", "จัดหา งาน"),
        ];
        for (written, expected) in cases {
            assert_eq!(name_in(written), expected);
        }
    }

    #[test]
    fn a_text_of_nothing_but_forms_stays() {
        assert_eq!(name_in("Công ty TNHH"), "cong ty tnhh");
        assert_eq!(name_in("PT"), "pt");
    }

    #[test]
    fn the_lists_are_folded_and_the_longest_comes_first() {
        for form in ANYWHERE {
            assert_eq!(fold(&form.join(" ")), form.join(" "));
        }
        for (at, form) in ANYWHERE.iter().enumerate() {
            let earlier = &ANYWHERE[..at];
            assert!(
                !earlier.iter().any(|other| form.starts_with(other)),
                "{form:?}"
            );
        }
    }
}
