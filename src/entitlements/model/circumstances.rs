//! What somebody can tell of a job.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, Countries, Occupations, Sectors, Sexes};
use crate::text_enum;

type CountryCode = Code<Countries>;
type SectorCode = Code<Sectors>;
type OccupationCode = Code<Occupations>;
type SexCode = Code<Sexes>;

text_enum! {
    /// A kind of permit to work.
    pub enum PermitType {
        /// Work Permit of Singapore.
        SgWorkPermit => "sg_work_permit",
        /// Technical intern in Japan.
        JpTechnicalIntern => "jp_technical_intern",
        /// Another one.
        Other => "other",
    }
}

text_enum! {
    /// What kind of work it is, as laws divide it.
    pub enum KindOfWork {
        /// Work with the hands.
        Manual => "manual",
        /// Other work.
        NotManual => "not_manual",
    }
}

text_enum! {
    /// For what the wage is reckoned.
    pub enum WageFor {
        /// For each hour.
        Hour => "hour",
        /// For each day.
        Day => "day",
        /// For each month.
        Month => "month",
        /// For each piece.
        Piece => "piece",
    }
}

text_enum! {
    /// A region of minimum wages in Viet Nam.
    pub enum WageRegion {
        /// The first.
        One => "1",
        /// The second.
        Two => "2",
        /// The third.
        Three => "3",
        /// The fourth.
        Four => "4",
    }
}

text_enum! {
    /// How long the contract holds.
    pub enum ContractLength {
        /// It names no end.
        NoFixedTerm => "no_fixed_term",
        /// One to three years.
        OneToThreeYears => "fixed_12_to_36_months",
        /// Less than a year.
        BelowOneYear => "fixed_below_12_months",
        /// More than three years.
        AboveThreeYears => "fixed_above_36_months",
    }
}

text_enum! {
    /// How somebody lives who is housed by the employer.
    pub enum Housing {
        /// In a dormitory.
        Dormitory => "dormitory",
        /// In another way.
        Other => "other",
    }
}

text_enum! {
    /// Who ended the job.
    pub enum EndedBy {
        /// The employer.
        Employer => "employer",
        /// The worker.
        Worker => "worker",
        /// Both, or it came to its end.
        Other => "other",
    }
}

text_enum! {
    /// Why the job ended.
    pub enum EndReason {
        /// There was no work any more, or the business closed.
        RedundancyOrClosure => "redundancy_or_closure",
        /// Something else.
        Other => "other",
    }
}

text_enum! {
    /// Who recruited the worker.
    pub enum RecruitedBy {
        /// An agency.
        Agency => "agency",
        /// The employer.
        Employer => "employer",
    }
}

text_enum! {
    /// What somebody can tell so that more can be said.
    pub enum Fact {
        /// The part of the country.
        Subdivision => "subdivision",
        /// When the contract was signed.
        ContractSignedOn => "contract_signed_on",
        /// Since when the worker has been there.
        EmployedSince => "employed_since",
        /// The nationality.
        Origin => "origin",
        /// The sector.
        Sector => "sector",
        /// The occupation.
        Occupation => "occupation",
        /// The permit.
        PermitType => "permit_type",
        /// The sex.
        Sex => "sex",
        /// How many work for the employer.
        EmployerWorkers => "employer_workers",
        /// The monthly wage without overtime.
        MonthlyWage => "monthly_wage",
        /// The monthly wage without allowances.
        MonthlyBasicWage => "monthly_basic_wage",
        /// Whether it is work with the hands.
        Work => "work",
        /// For what the wage is reckoned.
        WageFor => "wage_for",
        /// Working days in a week.
        DaysPerWeek => "days_per_week",
        /// Region of minimum wages.
        WageRegion => "wage_region",
        /// How long the contract holds.
        Contract => "contract",
        /// Months for which the contract is.
        ContractMonths => "contract_months",
        /// Whether the contract is continuous (Hong Kong).
        ContinuousContract => "continuous_contract",
        /// Whether the contract says something about notice.
        NoticeInContract => "notice_in_contract",
        /// Whether food is given.
        FoodProvided => "food_provided",
        /// Whether housing is given.
        HousingProvided => "housing_provided",
        /// Whether the work is dangerous.
        HazardousWork => "hazardous_work",
        /// Whether the worker is married.
        Married => "married",
        /// Whether the worker is a national of the country of work.
        NationalOfCountryOfWork => "national_of_country_of_work",
        /// How the worker lives.
        Housing => "housing",
        /// Who ended the job.
        EndedBy => "ended_by",
        /// Why it ended.
        Reason => "reason",
        /// Whether it ended because of misconduct.
        Misconduct => "misconduct",
        /// Whether the damage is the worker's fault alone.
        FaultOfWorkerOnly => "fault_of_worker_only",
        /// Who recruited the worker.
        RecruitedBy => "recruited_by",
        /// The wage for an hour.
        WagePerHour => "wage_per_hour",
        /// The wage for a day.
        WagePerDay => "wage_per_day",
        /// The wage for a week.
        WagePerWeek => "wage_per_week",
        /// The wage for a month.
        WagePerMonth => "wage_per_month",
        /// Normal hours of a working day.
        NormalHoursPerDay => "normal_hours_per_day",
        /// What is paid for a normal hour.
        HourlyRate => "hourly_rate",
        /// The same without allowances.
        HourlyBasicRate => "hourly_basic_rate",
        /// What is paid for an hour of that day.
        HourlyRateOfThatDay => "hourly_rate_of_that_day",
        /// What is paid for a normal day.
        DailyRate => "daily_rate",
        /// The same without allowances.
        DailyBasicRate => "daily_basic_rate",
        /// All wages of the month.
        WagesOfMonth => "wages_of_month",
        /// All wages of the wage period.
        WagesOfPeriod => "wages_of_period",
        /// The wages of the month after taxes and the like.
        NetWagesOfMonth => "net_wages_of_month",
    }
}

/// The length of service to which something applies: from is inclusive, below is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LengthOfService)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// From so many days on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_days: Option<u32>,
    /// From so many weeks on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_weeks: Option<u32>,
    /// From so many months on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_months: Option<u32>,
    /// Below so many weeks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below_weeks: Option<u32>,
    /// Below so many months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below_months: Option<u32>,
}

/// What somebody tells of a job. Everything may be left out; what is left out is not known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = JobCircumstances)]
#[serde(deny_unknown_fields)]
pub struct Circumstances {
    /// The nationality.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<CountryCode>)]
    pub origin: Option<CountryCode>,
    /// The sector; `T` is work in a household.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SectorCode>)]
    pub sector: Option<SectorCode>,
    /// The occupation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<OccupationCode>)]
    pub occupation: Option<OccupationCode>,
    /// The permit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permit_type: Option<PermitType>,
    /// The sex.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SexCode>)]
    pub sex: Option<SexCode>,
    /// How many work for the employer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub employer_workers: Option<u32>,
    /// Since when the worker has been there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employed_since: Option<Date>,
    /// When the contract was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_signed_on: Option<Date>,
    /// Months for which the contract is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 240)]
    pub contract_months: Option<u16>,
    /// How long the contract holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractLength>,
    /// Whether it is work with the hands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<KindOfWork>,
    /// For what the wage is reckoned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wage_for: Option<WageFor>,
    /// Working days in a week.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 7)]
    pub days_per_week: Option<u8>,
    /// The region of minimum wages in Viet Nam.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wage_region: Option<WageRegion>,
    /// Whether the contract is continuous, as the law of Hong Kong defines it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continuous_contract: Option<bool>,
    /// Whether the contract says something about notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_in_contract: Option<bool>,
    /// Whether the employer gives food.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub food_provided: Option<bool>,
    /// Whether the employer gives housing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub housing_provided: Option<bool>,
    /// How the worker lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub housing: Option<Housing>,
    /// Whether the work is dangerous.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hazardous_work: Option<bool>,
    /// Whether the worker is married.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub married: Option<bool>,
    /// Who ended the job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<EndedBy>,
    /// Why it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<EndReason>,
    /// Whether it ended because of misconduct.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub misconduct: Option<bool>,
    /// Whether damage is the worker's fault alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault_of_worker_only: Option<bool>,
    /// Who recruited the worker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recruited_by: Option<RecruitedBy>,
}
