"""An exercise that a therapist wrote, as the file it would be sent in."""

BALCONY = """id = "balcony"
code = "E90"
revision = 1
language = "en"
title = "Balcony"
gist = "five minutes outside, and a word about it"
why = "Fresh air asks nothing of you."
minutes = 5
author = "Vale"
reviewed_by = ""
reviewed_on = ""
tiny = ["where"]

[evidence]
grade = "D"
source = "Convention"

[rhythm]
kind = "fixed"
days = [1, 3]

[expiry]
to_start = "3h"

[prompt]
vague = ["{greeting}. A minute?", "{greeting}. Five minutes?", "{greeting}. Air?", "{greeting}. Out?"]
full = ["{greeting}. The balcony?", "{greeting}. Air?", "{greeting}. Five minutes out?", "{greeting}. Outside?"]
again = ["The air is still there."]

[[steps]]
id = "where"
kind = "choice"
name = "Where"
ask = ["Where will you stand?"]
options = [{ id = "balcony", label = "Balcony" }, { id = "door", label = "Front door" }]

[[steps]]
id = "word"
kind = "text"
name = "A word"
ask = ["“{where}”: what was in the air?"]
examples = ["Rain.", "Bread.", "Somebody's radio."]

[closing]
say = ["Kept."]
"""
