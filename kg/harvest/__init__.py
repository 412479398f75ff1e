"""From the publisher's listing to a folder of reports: politely, whole, and never silently less."""
