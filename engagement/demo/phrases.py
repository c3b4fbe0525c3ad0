"""The words of the demo account: a made-up brokerage, its people's names, and what it writes to them.

Everybody and everything here is invented. Addresses are on domains reserved for examples and numbers are of the
555-01xx kind that is given to nobody, so that nothing in the demo account can reach a person.
"""

from dataclasses import dataclass

from engagement.domain.vocabulary import ContactKind

BROKERAGE = "Quillhaven Realty"
SENDING_DOMAIN = "mg.example.com"
MAILBOX_DOMAINS = (
    "example.com",
    "example.org",
    "example.net",
    "mail.example.com",
    "post.example.net",
    "home.example.org",
)
OFFICE_DOMAINS = ("office.example.com", "agents.example.org", "desk.example.net")
AREA_CODES = (
    "201", "203", "212", "215", "267", "315", "332", "347", "475", "484", "508", "516", "518", "551", "570", "585",
    "607", "609", "610", "617", "631", "646", "716", "718", "732", "845", "856", "860", "862", "908", "914", "917",
    "929", "934", "959", "973",
)  # fmt: skip

OWNERS = (
    "Dana Whitlock",
    "Marcus Oyelaran",
    "Priya Venkat",
    "Tom Ashgrove",
    "Helen Ostrander",
    "Luis Carvallo",
    "Grace Pemberly",
    "Noah Silverstrand",
)
LEAD_STAGES = ("New", "Contacted", "Nurture", "Appointment set", "Offer made", "Cold")
AGENT_STAGES = ("Onboarding", "Active", "On leave")
LEAD_SOURCES = ("Website", "Referral", "Open house", "Career night", "Licensing school", "Online portal")
AGENT_SOURCES = ("Career night", "Referral", "Licensing school", "Transfer")
LEAD_LABELS = ("top producer", "new licensee", "buyer", "seller", "luxury", "call back", "bilingual", "relocating")
AGENT_LABELS = ("mentor", "team lead", "rentals", "luxury", "part time", "bilingual")

FIRST_NAMES = (
    "Abigail", "Adrian", "Aisha", "Alan", "Alicia", "Amara", "Andre", "Anita", "Arthur", "Beatriz", "Ben", "Bianca",
    "Brandon", "Camila", "Carl", "Cecilia", "Chloe", "Claire", "Colin", "Dalia", "Damian", "Deborah", "Derek",
    "Diego", "Edith", "Eduardo", "Elena", "Emmett", "Esther", "Farah", "Felix", "Fiona", "Gabriel", "Gemma", "Gordon",
    "Hannah", "Hector", "Imani", "Irene", "Isaac", "Ivy", "Jamal", "Janet", "Jonas", "Joyce", "Julian", "Kara",
    "Keith", "Kenji", "Lana", "Leo", "Lorena", "Lucy", "Malcolm", "Marisol", "Maya", "Miles", "Nadia", "Naomi",
    "Nestor", "Olive", "Omar", "Paige", "Patrick", "Petra", "Quentin", "Rafael", "Renee", "Rosa", "Ruben", "Sabrina",
    "Samuel", "Selma", "Stella", "Tara", "Theo", "Ursula", "Vera", "Victor", "Wanda", "Wesley", "Yara", "Yusuf",
    "Zelda",
)  # fmt: skip
LAST_NAMES = (
    "Abernathy", "Acheson", "Alvarado", "Amberson", "Ballard", "Barnwell", "Beckett", "Bellamy", "Birchall",
    "Bloomfield", "Bramwell", "Calloway", "Castellan", "Chaudhry", "Clearwater", "Corrigan", "Cresswell", "Dalgaard",
    "Delacroix", "Dovetail", "Drummond", "Eastman", "Ellsworth", "Fairbairn", "Farrow", "Fenwick", "Gallardo",
    "Garroway", "Glenister", "Goldfinch", "Greenhalgh", "Hadley", "Halloran", "Hargrove", "Hathaway", "Holloway",
    "Iverson", "Jankowski", "Jessop", "Kingsley", "Kowalczyk", "Lancaster", "Larkin", "Lindqvist", "Lockhart",
    "Maddox", "Mandelbaum", "Marchetti", "Meadows", "Mercado", "Montrose", "Nakagawa", "Northcott", "Odunsi", "Oakes",
    "Palmgren", "Pennington", "Quiroga", "Radcliffe", "Ramsbottom", "Ravenel", "Redfern", "Rosario", "Rutherford",
    "Sandoval", "Seabrook", "Shadwell", "Stanhope", "Tanaka", "Thackeray", "Underhill", "Vandermeer", "Velasquez",
    "Wainwright", "Weatherby", "Winslow", "Yarrow", "Zielinski",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Campaign:
    """One email campaign: whom it goes to, what share of them, and its steps as (days ago, subject)."""

    name: str
    kind: ContactKind
    share: float
    steps: tuple[tuple[int, str], ...]


_LEAD, _AGENT = ContactKind.LEAD, ContactKind.AGENT
CAMPAIGNS = (
    Campaign("Career Night Invitation", _LEAD, 0.51, ((113, "You are invited: Career Night at Quillhaven"),
                                                      (106, "Career Night is this week - seats are going"),
                                                      (99, "Sorry we missed you at Career Night"))),
    Campaign("Commission Split Explained", _LEAD, 0.37, ((92, "What you keep on a $600,000 sale"),
                                                         (78, "Caps, splits and fees in plain numbers"))),
    Campaign("First-Year Agent Path", _LEAD, 0.33, ((85, "Your first 90 days with a mentor beside you"),
                                                   (64, "How Maya closed five homes in her first year"))),
    Campaign("Neighborhood Market Report", _LEAD, 0.45, ((71, "What homes sold for near you last month"),
                                                         (41, "Prices near you: three things that changed"),
                                                         (11, "This month's market report for your neighborhood"))),
    Campaign("Seller Valuation Follow-up", _LEAD, 0.25, ((50, "Your home's value, and what moved it"),
                                                        (36, "Three repairs buyers notice first"))),
    Campaign("Switching Brokerages", _LEAD, 0.34, ((29, "Moving your license: a one-page checklist"),
                                                   (18, "What happens to your pending deals when you move?"),
                                                   (4, "Coffee this week? Ten minutes, no pitch"))),
    Campaign("Agent Weekly", _AGENT, 0.78, ((110, "Agent Weekly: new listing photos service"),
                                            (82, "Agent Weekly: forms update"),
                                            (54, "Agent Weekly: open house signs have moved"),
                                            (26, "Agent Weekly: year-end goals sheet"),
                                            (5, "Agent Weekly: lunch on Thursday"))),
    Campaign("Training Calendar", _AGENT, 0.66, ((95, "Pick your training sessions for the quarter"),
                                                (33, "Negotiation workshop: 12 seats left"))),
    Campaign("Agent Retention Check-in", _AGENT, 0.57, ((47, "How is business? Two questions"),
                                                       (9, "Your numbers this quarter, and a thank-you"))),
    Campaign("Mentor Match", _AGENT, 0.41, ((68, "Would you mentor a new agent?"),)),
)  # fmt: skip

# What one person alone is written, by what they are to the brokerage: the campaign and the subject.
LETTERS = {
    _LEAD: ("Switching Brokerages", "Coffee this week? Ten minutes, no pitch"),
    _AGENT: ("Agent Retention Check-in", "Your numbers this quarter, and a thank-you"),
}

# Bulk emails: (days ago, to whom, share, subject). One message goes to all of them.
BULK_EMAILS = (
    (103, _LEAD, 0.36, "Open house this Sunday: 14 Alder Court"),
    (75, _LEAD, 0.32, "Just listed: three-bedroom near the park"),
    (57, _AGENT, 0.9, "Office closed Monday"),
    (44, _LEAD, 0.36, "Rates moved this week - what it means for buyers"),
    (22, _LEAD, 0.4, "Just sold on your street"),
    (13, _AGENT, 0.9, "New MLS rules start next week"),
    (2, _LEAD, 0.36, "Two price cuts you will want to see"),
    (0, _LEAD, 0.16, "Tonight: virtual tour of 9 Fern Hill Road"),
)

MANUAL_SUBJECTS = (
    "Good to meet you on Tuesday",
    "The listing agreement, as promised",
    "Re: your question about the split",
    "Draft offer for your review",
    "Lunch next week?",
    "Your paperwork is ready to sign",
)
LINKS = (
    "https://www.example.com/listings/14-alder-court",
    "https://www.example.com/careers/apply",
    "https://www.example.com/market-report",
    "https://www.example.com/book/15-minutes",
    "https://www.example.com/training/calendar?week=next&seat=1",
)

# Texts to many: (days ago, to whom, share, campaign or None for bulk, body). {first} and {owner} are filled in.
MASS_TEXTS = (
    (111, _LEAD, 0.44, "Career Night Invitation",
     "Hi {first}, {owner} from Quillhaven. Career Night is Thursday at 6. Save you a seat?"),
    (88, _LEAD, 0.35, None,
     "Open house Sunday 1-3 at 14 Alder Court, {first}. Want the details? Reply STOP to opt out."),
    (66, _LEAD, 0.31, "First-Year Agent Path",
     "{first}, one of our mentors has an opening this month. Interested? - {owner}"),
    (52, _AGENT, 0.85, None,
     "Reminder: office meeting tomorrow 9:30, coffee from 9."),
    (38, _LEAD, 0.4, "Neighborhood Market Report",
     "Hi {first}, a home near you went under contract over asking. Want the numbers? {owner}"),
    (24, _LEAD, 0.35, None,
     "Quillhaven: two new listings under $450k today. Shall I send them, {first}?"),
    (12, _AGENT, 0.85, None,
     "New MLS rules start Monday. Quick guide is in your inbox."),
    (6, _LEAD, 0.35, "Switching Brokerages",
     "{first}, thinking of a move this year? Ten minutes on the phone this week? - {owner}"),
    (1, _LEAD, 0.26, None,
     "Price cut on Fern Hill Road this morning, {first}. Want to see it before the weekend?"),
    (0, _LEAD, 0.11, None,
     "Virtual tour of 9 Fern Hill Road is tonight at 7, {first}. Shall I send the link?"),
)  # fmt: skip

REPLIES = (
    "Yes please, send it over",
    "Who is this?",
    "Can you call me after 5?",
    "Not right now, maybe in the spring",
    "Sounds good, see you there!",
    "What is the commission split?",
    "How much are the taxes on that one?",
    "I signed with another office last month",
    "Sure",
    "Is Sunday still on?",
    "Thanks, got it 👍",
    "¿Habla español?",
)
CHAT_OURS = (
    "Hi {first}, it's {owner} at Quillhaven. Is now a good time?",
    "I can do Tuesday at 10 or Thursday at 4 - which suits you?",
    "The seller accepted the inspection date.",
    "Sent you the disclosure packet just now.",
    "Great, I'll put you down for 11.",
    "Any thoughts after the showing?",
    "Happy to walk you through the numbers on the phone.",
    "Running five minutes late, sorry!",
)
CHAT_THEIRS = (
    "Thursday works",
    "Got it, reading it tonight",
    "Loved the kitchen, the yard is small though",
    "Can we push to next week?",
    "ok!",
    "My license transfer came through 🎉",
    "What would they take, do you think?",
    "Call me when you can",
)
