"""Crisis screening: messages a second on one core, over lengths and kinds that people write."""

import os
from time import perf_counter

from bot.content.safety import load_rules
from bot.core.safety import Rules, screen
from tests.bench.race import core

MESSAGES = (
    "I forgot the meeting with the whole team this morning",
    "big",
    "ok",
    "I can ask someone to look before I send",
    "Had lunch with my sister, we laughed about the old flat and then walked along the river until it got dark.",
    "I'm so tired of this project, it's killing me, but the demo went well in the end",
    "The tram was late again. I noticed my jaw was tight, breathed out slowly, and by the third stop it was better. "
    "At work nobody had noticed I came in late. I think I worry about being seen more than about being late.",
    "Я забыл позвонить маме",
    "Hoy fue un día difícil pero lo hice",
    "🙂",
    "I don't want to be here anymore",
    "no",
)
SECONDS = 2.0


def screened_per_second(rounds: int) -> list[float]:
    """Messages a second, in each round, on one core."""
    os.sched_setaffinity(0, core(1))
    rules = load_rules()
    return [_one_round(rules) for _ in range(rounds)]


def _one_round(rules: Rules) -> float:
    done, began = 0, perf_counter()
    while perf_counter() - began < SECONDS:
        for message in MESSAGES:
            screen(message, rules)
        done += len(MESSAGES)
    return done / (perf_counter() - began)
