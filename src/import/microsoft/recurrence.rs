use super::{list, text};
use serde_json::Value;

/// The RRULE of a `patternedRecurrence`.
pub(super) fn rule(recurrence: &Value) -> Option<String> {
    let pattern = recurrence.get("pattern")?;
    let number = |field| pattern.get(field).and_then(Value::as_u64);
    let weekdays = || -> String {
        let days = list(pattern, "daysOfWeek").iter().filter_map(Value::as_str).filter_map(weekday);
        days.collect::<Vec<_>>().join(",")
    };
    let chosen = || {
        let position = match text(pattern, "index") {
            "second" => 2,
            "third" => 3,
            "fourth" => 4,
            "last" => -1,
            _ => 1,
        };
        format!("BYDAY={};BYSETPOS={position}", weekdays())
    };
    let mut rule = match text(pattern, "type") {
        "daily" => "FREQ=DAILY".to_owned(),
        "weekly" if weekdays().is_empty() => "FREQ=WEEKLY".to_owned(),
        "weekly" => format!("FREQ=WEEKLY;BYDAY={}", weekdays()),
        "absoluteMonthly" => format!("FREQ=MONTHLY;BYMONTHDAY={}", number("dayOfMonth")?),
        "relativeMonthly" => format!("FREQ=MONTHLY;{}", chosen()),
        "absoluteYearly" => {
            format!("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}", number("month")?, number("dayOfMonth")?)
        }
        "relativeYearly" => format!("FREQ=YEARLY;BYMONTH={};{}", number("month")?, chosen()),
        _ => return None,
    };
    if let Some(interval) = number("interval").filter(|interval| *interval > 1) {
        rule.push_str(&format!(";INTERVAL={interval}"));
    }
    if let Some(first) = weekday(text(pattern, "firstDayOfWeek")) {
        rule.push_str(&format!(";WKST={first}"));
    }
    if let Some(range) = recurrence.get("range") {
        match text(range, "type") {
            "endDate" => rule.push_str(&format!(";UNTIL={}", text(range, "endDate"))),
            "numbered" => {
                rule.push_str(&format!(
                    ";COUNT={}",
                    range.get("numberOfOccurrences").and_then(Value::as_u64)?
                ));
            }
            _ => {}
        }
    }
    Some(rule)
}

fn weekday(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "monday" => "MO",
        "tuesday" => "TU",
        "wednesday" => "WE",
        "thursday" => "TH",
        "friday" => "FR",
        "saturday" => "SA",
        "sunday" => "SU",
        _ => return None,
    })
}
