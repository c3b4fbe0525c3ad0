"""The screens Campaigns and Campaign."""
