"""Mentions to relations: effects with their roles, direction and assertion."""
