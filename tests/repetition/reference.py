"""Random rules of repetition with what python-dateutil makes of them: `rule TAB start TAB moment,moment,...`

    python reference.py RULES MOMENTS [SEED]

The same arguments give the same rules. Moments end with the year 2100, or dateutil would look for impossible ones for
minutes. `sample.txt` is the output for 500 5.
"""

import datetime
import random
import sys
import types

from dateutil import rrule as library

LAST_YEAR = 2100
library.datetime = types.SimpleNamespace(**{**vars(datetime), "MAXYEAR": LAST_YEAR})

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some(likely, values, most):
    """Up to `most` of the values, or nothing."""
    if chance.random() >= likely:
        return []
    values = list(values)
    return chance.sample(values, min(len(values), chance.randint(1, most)))


def signed(most):
    return [number for number in range(-most, most + 1) if number]


def random_start():
    year = chance.choice([1996, 1999, 2000, 2004, 2015, 2020, 2023, 2024, 2026, 2027])
    kind = chance.random()
    if kind < 0.1:
        day = datetime.date(chance.choice([1996, 2000, 2024]), 2, 29)
    elif kind < 0.3:
        first = datetime.date(year, chance.randint(1, 12), 1)
        day = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    elif kind < 0.4:
        day = datetime.date(year, 12, 28) + datetime.timedelta(days=chance.randint(0, 7))
    else:
        day = datetime.date(year, 1, 1) + datetime.timedelta(days=chance.randint(0, 364))
    time = chance.choice([(0, 0, 0), (9, 0, 0), (17, 30, 0), (23, 59, 59), (2, 30, 15)])
    return datetime.datetime(day.year, day.month, day.day, *time)


def random_rule(start):
    frequency = chance.choice(["HOURLY"] + 2 * ["DAILY"] + 3 * ["WEEKLY", "MONTHLY"] + 2 * ["YEARLY"])
    parts = {"FREQ": frequency}
    if chance.random() < 0.45:
        parts["INTERVAL"] = chance.choice([2, 2, 3, 4, 5, 6, 7, 12, 13, 24, 52, 100])
    days = some(0.45, DAYS, 5)
    months = some(0.25, range(1, 13), 4)
    month_days, year_days, weeks = [], [], []
    if frequency != "WEEKLY":
        month_days = some(0.3, signed(31), 4)
    if frequency == "YEARLY" and chance.random() < 0.3:
        weeks = some(0.5, signed(53), 3)
    if frequency in ("YEARLY", "HOURLY"):
        year_days = some(0.1, signed(366), 4)
    if frequency in ("MONTHLY", "YEARLY") and not weeks and days and chance.random() < 0.5:
        numbers = [1, 2, 3, 4, 5, -1, -2, -3, -4]
        if frequency == "YEARLY" and not months:
            numbers += [10, 20, 52, 53, -10, -52]
        days = [f"{chance.choice(numbers)}{day}" for day in days]
    hours = some(0.15, range(24), 3)
    minutes = some(0.1, range(60), 1)
    seconds = some(0.05, range(60), 1)
    chosen = {
        "BYMONTH": months,
        "BYWEEKNO": weeks,
        "BYYEARDAY": year_days,
        "BYMONTHDAY": month_days,
        "BYDAY": days,
        "BYHOUR": hours,
        "BYMINUTE": minutes,
        "BYSECOND": seconds,
    }
    parts.update({name: ",".join(map(str, values)) for name, values in chosen.items() if values})
    if any(chosen.values()) and chance.random() < 0.2:
        most = {"HOURLY": 2, "DAILY": 3, "WEEKLY": 7, "MONTHLY": 10, "YEARLY": 60}[frequency]
        parts["BYSETPOS"] = ",".join(map(str, some(1, signed(most), 2)))
    if chance.random() < 0.25:
        parts["WKST"] = chance.choice(DAYS)
    end = chance.random()
    until = None
    if end < 0.15:
        parts["COUNT"] = str(chance.choice([1, 2, 3, 10, 15, 30]))
    elif end < 0.3:
        last = start + datetime.timedelta(hours=chance.randint(0, 24 * 365 * 3))
        if chance.random() < 0.5:
            parts["UNTIL"] = until = f"{last:%Y%m%dT%H%M%S}"
        else:
            # For dateutil this is the day's first moment. Docket lets the day count to its end.
            parts["UNTIL"] = f"{last:%Y%m%d}"
            until = f"{last:%Y%m%d}T235959"
    names = list(parts)
    chance.shuffle(names)
    text = ";".join(f"{name}={parts[name]}" for name in names)
    return text, text.replace(f"UNTIL={parts.get('UNTIL')}", f"UNTIL={until}") if until else text


def moments(rule, start, most):
    try:
        found = library.rrulestr(rule, dtstart=start)
    except ValueError as error:
        # An INTERVAL that never meets a BYHOUR.
        if "empty set" in str(error):
            return []
        raise
    taken = []
    for moment in found:
        taken.append(f"{moment:%Y%m%dT%H%M%S}")
        if len(taken) == most:
            break
    return taken


rules, most = int(sys.argv[1]), int(sys.argv[2])
chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 5545)
for _ in range(rules):
    begin = random_start()
    shown, asked = random_rule(begin)
    print(shown, f"{begin:%Y%m%dT%H%M%S}", ",".join(moments(asked, begin, most)), sep="\t")
