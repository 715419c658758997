"""A slow, simple second opinion on verdicts; shares no code with the library."""
