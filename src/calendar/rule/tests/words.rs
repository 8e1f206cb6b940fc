use super::*;

#[test]
fn people_read_rules() {
    for (text, words) in [
        ("FREQ=HOURLY", "every hour"),
        ("FREQ=HOURLY;INTERVAL=4", "every 4 hours"),
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=5", "every 3 days, 5 times"),
        ("FREQ=DAILY;COUNT=1", "every day, once"),
        ("FREQ=DAILY;BYHOUR=9,17;BYMINUTE=5", "every day at 09:05 and 17:05"),
        ("FREQ=DAILY;BYHOUR=9,17", "every day at 9 and 17 o'clock"),
        ("FREQ=HOURLY;BYMINUTE=30", "every hour at minute 30"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270630", "every weekday until 30 Jun 2027"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "every 2 weeks on weekdays"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every 2 weeks on Tue"),
        ("FREQ=WEEKLY;BYDAY=FR,MO,WE", "every week on Mon, Wed and Fri"),
        ("FREQ=WEEKLY;BYDAY=SU,SA;WKST=SU", "every week on Sun and Sat"),
        ("FREQ=MONTHLY", "every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15,-2", "every month on the 1st, 15th and 2nd to last day"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=22", "every 3 months on the 22nd"),
        ("FREQ=MONTHLY;BYDAY=2TU", "every month on the 2nd Tue"),
        ("FREQ=MONTHLY;BYDAY=1MO,-1FR", "every month on the 1st Mon and last Fri"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "every month on the 13th if it is Fri"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last weekday"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=1", "every month on the 1st Fri"),
        ("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1", "every month on the 1st weekend day"),
        ("FREQ=MONTHLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=-1", "every month on the last day"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2", "every month on Mon and Tue (only the 2nd of these)"),
        ("FREQ=YEARLY", "every year"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=4", "every year on 4 May"),
        ("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=28,29", "every 4 years on 28 and 29 Feb"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "every year on the last day in Feb"),
        ("FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1", "every year on the 1st in Jan and Jul"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "every year on the 4th Thu in Nov"),
        ("FREQ=YEARLY;BYDAY=20MO", "every year on the 20th Mon of the year"),
        ("FREQ=YEARLY;BYYEARDAY=100,-1", "every year on the 100th and last day of the year"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "every year on Mon in the 20th week"),
        ("FREQ=DAILY;BYMONTH=6,7,8", "every day in Jun, Jul and Aug"),
    ] {
        assert_eq!(rule(text).in_words(), words, "{text}");
        assert_eq!(rule(text).to_repeat().in_words(), words);
    }
}
