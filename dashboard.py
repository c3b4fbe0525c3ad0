"""The dashboard: `streamlit run dashboard.py` serves it. Which screens there are is in engagement/ui/screens.py."""

from engagement.ui.frame.screens import run_screen

run_screen()
