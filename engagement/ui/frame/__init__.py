"""What is around every screen: account, navigation, styles, paging, what the browser remembers."""
