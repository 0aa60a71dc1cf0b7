"""How a file is read is saved under a name, offered for the next one, renamed and deleted."""

from functools import partial

import streamlit as st

from turbine.model.actor import Actor
from turbine.readers import Split
from turbine.services.windproof import Windproof
from turbine.ui.common.feedback import plain, reported
from turbine.ui.ingest import draft as ingest_draft
from turbine.ui.ingest import work as ingest_work
from turbine.ui.ingest.draft import Draft
from turbine.ui.ingest.words import Words

_NAME, _SAVE = "ingest_recipe_name", "ingest_recipe_save"
_OFFERED = 3
"""So many are offered at most."""


def offer(windproof: Windproof, draft: Draft) -> None:
    """A button for each recipe of a file with these columns that is not followed already."""
    found = ingest_work.recipes(windproof, draft)
    followed = [name for name, chosen in found.items() if chosen == draft.chosen]
    if followed:
        st.caption(Words.RECIPE_FOLLOWED(name=plain(followed[0])))
        return
    for name, chosen in [*found.items()][:_OFFERED]:
        st.button(
            Words.FOLLOW_RECIPE(name=plain(name)),
            key=f"ingest_recipe_{name}",
            icon=":material/history:",
            help=Words.FOLLOW_RECIPE_HELP(),
            on_click=partial(ingest_draft.change, chosen=chosen),
        )


def save(windproof: Windproof, actor: Actor, draft: Draft, split: Split) -> None:
    """A name, and the button to save how the file is read."""
    with st.popover(Words.SAVE_RECIPE(), icon=":material/bookmark:", key="ingest_recipe"):
        st.caption(Words.SAVE_RECIPE_CAPTION())
        name = st.text_input(Words.RECIPE_NAME(), key=_NAME).strip()
        if name in windproof.recipes.all():
            st.caption(Words.RECIPE_REPLACED(name=plain(name)))
        if st.button(Words.SAVE(), key=_SAVE, disabled=not name) and name:
            with reported():
                windproof.recipes.save(actor, name, split.interpretation, draft.chosen)
                st.success(Words.RECIPE_SAVED(name=plain(name)), icon=":material/check_circle:")


def manage(windproof: Windproof, actor: Actor) -> None:
    """Rename or delete what was saved, if there is any."""
    names = windproof.recipes.names()
    if not names:
        return
    with st.popover(Words.SAVED_RECIPES(), icon=":material/bookmarks:", key="ingest_recipes"):
        name = st.selectbox(Words.RECIPE_NAME(), names, key="ingest_recipes_which")
        new = st.text_input(Words.NEW_RECIPE_NAME(), key="ingest_recipes_new").strip()
        with st.container(horizontal=True):
            if st.button(Words.RENAME(), key="ingest_recipes_rename", disabled=not new) and new:
                with reported():
                    windproof.recipes.rename(actor, name, new)
                    st.rerun()
            if st.button(
                Words.DELETE_RECIPE(name=plain(name)),
                key="ingest_recipes_delete",
                icon=":material/delete:",
            ):
                with reported():
                    windproof.recipes.delete(actor, name)
                    st.rerun()
