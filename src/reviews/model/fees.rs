//! What somebody had to pay to get a job.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Month;
use crate::platform::code_lists::{
    Code, FeeCategories, FeeReceipts, FeeRecipients, FeeSubItems, PaymentMethods,
};
use crate::platform::money::Money;

/// What a fee was for.
pub type FeeCategory = Code<FeeCategories>;
/// What exactly a fee was for.
pub type FeeSubItem = Code<FeeSubItems>;
/// Who was paid.
pub type FeeRecipient = Code<FeeRecipients>;
/// How a fee was paid.
pub type PaymentMethod = Code<PaymentMethods>;
/// Whether a receipt was given.
pub type FeeReceipt = Code<FeeReceipts>;

/// Something that had to be paid to get the job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeItem {
    /// What for.
    #[schema(value_type = FeeCategory)]
    pub category: FeeCategory,
    /// What for exactly.
    #[schema(value_type = Option<FeeSubItem>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_item: Option<FeeSubItem>,
    /// How much.
    pub paid: Money,
    /// To whom.
    #[schema(value_type = FeeRecipient)]
    pub paid_to: FeeRecipient,
    /// When; not in the future.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_month: Option<Month>,
    /// How.
    #[schema(value_type = Option<PaymentMethod>)]
    pub paid_how: Option<PaymentMethod>,
    /// Whether a receipt was given.
    #[schema(value_type = Option<FeeReceipt>)]
    pub receipt: Option<FeeReceipt>,
    /// Whether it was promised that it would be paid back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_promised: Option<bool>,
    /// What was paid back; in the currency in which it was paid, and not more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refunded: Option<Money>,
}

/// Why what is said to have been paid back cannot be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongRefund {
    /// It is in another currency.
    OtherCurrency,
    /// It is more than was paid.
    MoreThanPaid,
}

impl FeeItem {
    /// What is wrong with what was paid back.
    pub fn wrong_refund(&self) -> Option<WrongRefund> {
        let refunded = self.refunded.as_ref()?;
        if refunded.currency != self.paid.currency {
            return Some(WrongRefund::OtherCurrency);
        }
        let (back, paid) = (refunded.minor_units().ok()?, self.paid.minor_units().ok()?);
        (back > paid).then_some(WrongRefund::MoreThanPaid)
    }

    /// What was paid and not paid back.
    pub fn net(&self) -> Money {
        let units = |money: &Money| money.minor_units().unwrap_or(0);
        let back = self.refunded.as_ref().map_or(0, units);
        let left = units(&self.paid).saturating_sub(back).max(0);
        Money::of_minor_units(left, self.paid.currency.clone())
    }
}
