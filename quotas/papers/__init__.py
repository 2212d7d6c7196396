"""Audits carried away: as tables for spreadsheets, as data for programs, as a paper."""
