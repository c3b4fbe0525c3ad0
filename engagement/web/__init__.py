"""What stands between the network and the screens: who may ask at all, and what is loaded before any answer."""
