"""What a page puts around its article becomes no record; what somebody says always does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.corpus.boilerplate import LONGEST, boilerplate, without_boilerplate
from index.schema import Document, Extraction, Quote, Span, Style

AROUND = """
0
177
1.2K
12,407 views
34 Shares
3 comments
Share
Share Tweet Email
Facebook | Twitter | WhatsApp
Share this article on Facebook
Copy link
We use cookies to improve your experience on our site.
Accept all
Manage my preferences
By clicking “Accept all” you agree to our terms.
Read more
Read more: Ferry crew refuses night shift
READ MORE >> How the hull broke
Related stories
See also: The long road around the bay
Also read – Crew of forty kept on
Don’t miss
Most read
Watch: The ferry leaves the dock
Photo: Ilse Brandt/Northline
FILE PHOTO: The ferry at Vellin, March 2026
Image caption: The ferry at its berth
The ferry leaves Vellin on Monday. (Photo by Ilse Brandt/Northline)
The harbour at dusk | Getty Images
By Ilse Brandt
By Ilse Brandt and Oskar van der Meel
By Ilse Brandt, Transport Correspondent
By Ilse Brandt in Vellin
BY ILSE BRANDT
(Reporting by Ilse Brandt; Editing by Oskar Meel)
Additional reporting by Oskar Meel in Port Elsa
Published: 5 March 2026
Updated 14:05, March 5, 2026
Last updated on Thursday, 5 March 2026
4 min read
2 hours ago
Sign up for our morning briefing
Subscribe now
Get the day’s top stories delivered to your inbox
Enter your email address
Already a subscriber? Log in
Follow us on Instagram
Download our app
Advertisement
Sponsored content
Story continues below advertisement
Loading...
Skip to main content
Back to top
Terms of use | Privacy policy
© 2026 The Vellin Courier
Copyright 2026 Northline. All rights reserved.
Tags: ferry, harbour, Vellin
press@port.example
https://courier.example/ferry
Click to share on Facebook (Opens in new window)
Click here to subscribe
Share full article
Save for later
Print this page
A A A
Listen to this article
Listen · 5:32 min
0:00 / 5:32
0 seconds of 1 minute, 12 seconds
Video player is loading.
This video can not be played
Play video
Your privacy choices
Do not sell or share my personal information
Read the full story here
You may also like
What to read next
Popular
Top stories
Latest news
The ferry at its berth. Photograph: Ilse Brandt/Northline
(Northline Photo/Ilse Brandt)
AP Photo/Ilse Brandt
Ilse Brandt/Northline
Reuters/Ilse Brandt
Image Credits: Northline
Hide caption
Enlarge this image
View image in fullscreen
1 of 5
Gallery (5)
Thursday, March 5, 2026
5 March 2026
Mar 5, 2026 at 2:05 pm
14:05 GMT
Just now
Staff writer
Transport correspondent
Posted by Ilse Brandt
Ilse Brandt is a reporter at The Vellin Courier.
Ilse Brandt covers transport for the Courier.
Our Standards: The Northline Trust Principles.
This article was originally published in The Vellin Courier.
This story has been updated.
Get breaking news alerts
Join our WhatsApp channel
To continue reading, subscribe or log in
Become a member
Donate now
Follow The Courier on X
@courier on Instagram
Got a tip? Email tips@courier.example
View comments
Comment (12)
Be the first to comment
Have your say
Comments are closed.
Scroll down for more
Home > News > Transport
Next article
Close
Paid post
Loading comments…
-ENDS-
###
Notes to editors
For immediate release
For more information, contact the press office.
Contact: press@port.example
""".strip().splitlines()

ARTICLE = """
The ferry will resume on Monday, harbour master Tomas Reuel said.
Share prices of the port fell by 12 percent.
Shares in the port company fell.
By Monday the ferry will be running again.
By noon Tomas Reuel had left the building.
By Friday evening, 12 of the crew had signed.
Read more carefully, the contract says the opposite, she said.
Photographs of the hull were shown to the judge.
Photo evidence was handed over on Monday.
177 passengers were on board.
0.5 percent of the crew agreed.
Cookies were baked for the crew.
The bakery sells cookies at the harbour.
“Subscribe to that view if you like,” Reuel said.
Subscribers to the service will be refunded.
Watch out for ice, Reuel told the crew.
Related companies will pay as well.
Published accounts show a loss of two million crowns.
Updated figures show a smaller loss.
Posted workers are paid less, the union said.
Get out of the harbour now, the police said.
Advertisement spending rose by a third.
Comments by the minister angered the union.
Reporting by the union shows a different picture
Copyright law will change, the minister said.
Tags on the cargo were missing.
Follow us or leave us, the captain said.
Search teams went out at dawn.
Home owners will be compensated.
He was 44 minutes late.
Next, the hull will be painted.
Save the harbour!
Ferry sails again
Listen to the crew, the mayor said.
Sign language will be taught at the port.
Close the harbour!
Popular demand kept the ferry afloat.
Sections of the road are closed.
Get the ferry ready by May, the mayor said.
Join our strike, the union said.
Become a sailor in two years, the school says.
Ends of ropes were found in the hull.
The end
5 March 2026 was a cold day.
March 2026
Anna Weiss is a reporter’s daughter.
Ilse Brandt is an editor who left the city.
Follow the money, the judge said.
Play was stopped twice.
1 of 5 ships was late.
The contact was a man at the port.
This story has no end.
Home is where the ferry is.
Donate blood, the clinic asked.
Print runs fell by half.
Read the full contract, she said.
Top storeys of the hotel burned.
The yes/no vote is on Monday.
He has a photo of her.
Information for the public is scarce.
Have you no shame?
Chief among them is the price.
He is the editor
Loading took four hours.
""".strip().splitlines()


@pytest.mark.parametrize("line", AROUND)
def test_a_line_around_an_article_is_recognised(line: str) -> None:
    text = f"Ferry sails\n\n  {line} \r\nIt sails."
    assert [span.of(text) for span in boilerplate(text)] == [line]


@pytest.mark.parametrize("line", ARTICLE)
def test_a_line_of_an_article_is_left_alone(line: str) -> None:
    assert not boilerplate(line)


def test_a_long_line_is_running_text() -> None:
    assert boilerplate("Read more: " + "x" * (LONGEST - 11))
    assert not boilerplate("Read more: " + "x" * (LONGEST - 10))


def test_what_somebody_says_stays_and_the_line_with_it() -> None:
    text = "Watch: We sail, says Reuel. It is late.\nPhoto: the “all” line\nIt sails, “Reuel” said."

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    sentences = tuple(
        map(span, ("Watch: We sail, says Reuel.", "It is late.", "Photo: the “all” line", "It sails, “Reuel” said."))
    )
    said = Quote((span("We sail"),), Style.INDIRECT, cue=span("says"), speaker="Tomas Reuel")
    marks = Quote((span("all"),), Style.DIRECT)
    last = Quote((span("Reuel” said"),), Style.DIRECT, nested_in=2)
    inner = Quote((span("It sails"),), Style.INDIRECT, speaker="Tomas Reuel")
    left = without_boilerplate(Extraction(Document("a", text), sentences, (said, marks, inner, last)))
    assert left.sentences == (*sentences[:2], sentences[3])
    assert left.quotes == (said, inner, replace(last, nested_in=1))


def test_an_article_without_boilerplate_is_as_it_was() -> None:
    extraction = Extraction(Document("a", "It sails."), (Span(0, 9),), ())
    assert without_boilerplate(extraction) is extraction
