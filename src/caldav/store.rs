//! The queries of calendars and their objects. Each function runs one statement, inside the scope of one person.
