"""What a corpus holds and what is wrong with it, in numbers: counted figure by figure, added up,
and told in sections.

`facts` says what one record holds, `counted` what the rules said of it; each section is a module
with a tally that takes figures one by one and adds up with others (``+=``), and with what it
tells; `tally` holds them all, `report` is what they come to. The formats are in `formats`.
"""
