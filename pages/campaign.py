"""Campaign: one of them, named by `id` in the address, in numbers of messages and people, and in pictures."""

import streamlit as st

from engagement.domain.vocabulary import Channel
from engagement.lib.ids import id_of
from engagement.lib.moments import day_words
from engagement.query.messages.message_export import FORMATS, all_messages, count_trouble
from engagement.query.numbers.basis import counted_how
from engagement.query.numbers.campaign_parts import HOURS, LISTED, domains, links, opens_by_hour
from engagement.query.numbers.campaigns import CampaignRow, campaign
from engagement.query.question.message_filter import MessageFilter
from engagement.ui.address.links import link
from engagement.ui.campaigns import campaign_charts
from engagement.ui.campaigns.campaign_table import domain_table, limits_in_words, link_table, number_table
from engagement.ui.frame.account import Account, show
from engagement.ui.frame.downloads import downloads
from engagement.ui.frame.explained import Explainer, explainer
from engagement.ui.frame.screens import Screen
from engagement.ui.frame.shell import set_up_page
from engagement.ui.parts.charts import chart
from engagement.ui.parts.markup import counted, icon, joined, number, text
from engagement.ui.parts.notice import nothing_here, problem

OPENS = "Every open, also the second of one email. Left out: opens of emails of which no file says when they were sent."
NOT_ARRIVED = (
    "Its messages whose last status is Failed, Rejected, Undelivered or Unsubscribed, and emails put off so far. "
    "Left out: what arrived after it had been put off."
)


def find(account: Account) -> CampaignRow | None:
    """The campaign that the address names, or None after saying that there is none."""
    wanted = id_of(st.query_params.get("id", ""))
    row = None if wanted is None else campaign(account.view, wanted)
    if row is None:
        problem("The address names no campaign that has sent anything: go back to Campaigns and choose one.")
    return row


def draw_opens(account: Account, row: CampaignRow, explain: Explainer) -> None:
    """When its emails were opened."""
    opens = opens_by_hour(account.view, row.id)
    st.html("<h2>Opens by hours after sending</h2>")
    if not opens.to_numpy().sum():
        nothing_here("No email of this campaign was opened yet.")
        return
    later = int(opens.to_numpy()[HOURS].sum())
    says = f"Every open, by the hour after its email was sent, by people and by machines; {number(later)} came later."
    how = explain.details("Opens by hours after sending", {"opens": OPENS}, explain.basis.of(Channel.EMAIL))
    chart(campaign_charts.hours(opens), says, campaign_charts.hour_table(opens), key="hours", below=how)


def draw_parts(account: Account, row: CampaignRow, explain: Explainer) -> None:
    """By receiving domain, and by link."""
    st.html("<h2>By receiving domain</h2>")
    found = domains(account.view, row.id)
    if found:
        st.html(
            joined(
                f'<p class="eg-quiet">The {LISTED} with the most emails, at most.</p>',
                domain_table(row, found, explain),
            )
        )
    else:
        nothing_here("This campaign sent no email.")
    st.html("<h2>Links by clicks</h2>")
    clicked = links(account.view, row.id)
    if clicked:
        st.html(link_table(clicked, explain))
    else:
        nothing_here("No link of this campaign was clicked yet.")


def draw_failures(account: Account, row: CampaignRow, explain: Explainer) -> None:
    """Its messages that did not arrive, or were put off so far, to download with the reason of each."""
    st.html("<h2>What did not arrive</h2>")
    of_it = MessageFilter(campaign=row.id)
    count = count_trouble(account.view, of_it)
    if not count:
        nothing_here("Nothing of this campaign failed, was refused or was put off.")
        return
    one = count == 1
    words = (
        f"{counted(count, 'message')} failed, {'was' if one else 'were'} refused, or {'is' if one else 'are'} put off"
    )
    said = f'<p class="eg-quiet">{words}. The files say why, of each.</p>'
    st.html(joined(said, explain.details("What did not arrive", {"messages": NOT_ARRIVED})))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        downloads(
            *(account, f"failures-of-campaign-{row.id}", FORMATS),
            lambda view: all_messages(view, of_it, only_trouble=True),
            f"{words}. Campaign: {row.name}",
        )


def draw(account: Account) -> None:
    """The screen."""
    st.html(joined('<p class="eg-back">', icon("arrow_back"), " ", link("Campaigns", Screen.CAMPAIGNS, {}), "</p>"))
    row = find(account)
    if row is None:
        return
    set_up_page(row.name)
    span = "Day of sending not known"
    if row.first_sent and row.last_sent:
        span = f"Sent from {day_words(row.first_sent)} to {day_words(row.last_sent)}"
    st.html(joined("<h1>", text(row.name), f'</h1><p class="eg-sentence">{span}. {limits_in_words()}</p>'))
    explain = explainer(account)
    st.html(number_table(row, account.view.today, explain))
    st.html("<h2>How far its messages came</h2>")
    says = "Messages sent, and how many of them were delivered, opened by people and clicked by people, of all sent."
    how = explain.details("How far its messages came", {one.value: counted_how(one) for one in campaign_charts.STEPS})
    chart(campaign_charts.funnel(row), says, campaign_charts.funnel_table(row), key="funnel", below=how)
    draw_failures(account, row, explain)
    draw_opens(account, row, explain)
    draw_parts(account, row, explain)


show(draw)
