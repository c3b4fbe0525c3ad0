"""The screens Imports and Coverage."""
