"""What the account page says."""

from turbine.words import Label


class Words:
    TITLE = Label("Account")

    # One's own password
    YOU_ARE_ADMINISTRATOR = Label("You are **{name}**, an administrator.")
    YOU_ARE_USER = Label("You are **{name}**, a user.")
    CHANGE_PASSWORD = Label("Change your password")
    ENDS_OTHER_SESSIONS = Label("This logs out your other browsers.")

    # Users
    USERS = Label("Users")
    NAME = Label("Name")
    ROLE = Label("Role")
    PASSWORD = Label("Password")
    SINCE = Label("Since (UTC)")
    ADMINISTRATOR_ROLE = Label("administrator")
    USER_ROLE = Label("user")
    ONE_TIME = Label("one-time")
    OWN = Label("own")
    ADD_USER = Label("**Add a user**")
    ADMINISTRATOR = Label("Administrator")
    ADD = Label("Add")
    RESET_PASSWORD = Label("**Reset a password**")
    ENDS_SESSIONS = Label("This logs out the user everywhere.")
    RESET = Label("Reset")
    ONE_TIME_PASSWORD = Label(
        "The one-time password of **{name}**, shown only now. It has to be replaced at the first "
        "login."
    )
    SAVED_IT = Label("I have saved it")
