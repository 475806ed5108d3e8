"""The demo company: an engineering-products maker in mid-quarter, with two years behind it.

Everything is made through the services, at the times it would have happened, so the history obeys
every rule because it went through them. The same seed gives the same company.
"""
