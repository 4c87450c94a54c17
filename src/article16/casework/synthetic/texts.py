"""What the made-up file says. Written for the demonstration; no sentence is from a real file."""

THEMES = (
    "What brought us here|What violence is|The minute before|Feelings and thoughts|What I told myself|"
    "Control and power|What it did to her|What my children saw|Where I learnt it|Being a man|Jealousy|"
    "Alcohol is not the reason|Time out|Saying it without threat|Sexual respect|Money and decisions|"
    "Being a father|After separation|Taking responsibility|Making amends without asking for anything|"
    "Asking for help|Friends and what they say|My warning signs|My plan|Going back over the plan|The last session"
).replace("|", "\n")

MANDATES = (
    "Section 83 of the code: to take part in a programme against violence, 26 sessions, and to prove it every quarter.",
    "Condition of the suspended sentence: anti-violence training, at least 52 hours.",
    "Condition for dropping the charge of bodily harm: complete the programme within one year.",
    "Order of the family court before contact with the children is decided.",
)
REFERRERS = ("M. Huber", "S. Winter", "K. Lang", "D. Popović", "E. Steiner", "A. Reiter")
NEEDS = ("Works shifts; cannot come before 18:00.", "Reads with glasses only.", "Hard of hearing on one side.")

VIOLENCE = (
    "Says he pushed her against the wall twice and threw a glass. Calls it violence when asked for a word.",
    "Says he hit her once with the flat hand after an evening out. Speaks of controlling her phone for about a year.",
    "Speaks of shouting and of breaking the door. Says he held her arms so that she could not leave the room.",
    "Says he choked her for a moment in May. Calls it “an accident” at first, later “I had my hands on her neck”.",
    "Names threats to take the children away and driving too fast with her in the car.",
)
ACKNOWLEDGES = (
    "Says what he did without reasons around it. Does not yet say what it meant for her.",
    "Names the acts and gives alcohol as the reason.",
    "Says that both were loud. Stays with what she said when asked what he did.",
    "Takes the last act on himself; says that earlier ones did not happen.",
)
CHILDREN = (
    "Two children, six and nine. Says they were asleep; later that the older one stood in the door.",
    "One daughter of four. Sees her every second week with somebody present.",
    "No children.",
    "Three children from two relationships; contact with the two older ones is not settled.",
)
RELATIONSHIPS = (
    "Eleven years together, separated since spring. Hopes she will come back.",
    "Lives with a new partner since January. Says there has been no violence.",
    "Married for three years. Lives in the same household.",
)
SUBSTANCES = (
    "Four to six beers on evenings off. Has not been told by a doctor to stop.",
    "Does not drink. Cannabis at weekends until last year.",
    "Was in treatment for alcohol two years ago; drinks again since the separation.",
    "None, he says.",
)
MENTAL_HEALTH = (
    "Sleeps badly since the order. No medication, no thoughts of harming himself.",
    "Was treated for depression in 2023. Sees his doctor every three months.",
    "Nothing known.",
)
WORK = (
    "Electrician, full time.",
    "Without work since the summer; looks for a job as a driver.",
    "Warehouse, in shifts. Debts of about 9,000 euros.",
)
HOUSING = (
    "Stays with his brother since the barring order.",
    "Own flat, rented.",
    "Room in a hostel; the house has rules about visits.",
)
INSIDE = ("Wants his son not to be afraid of him.", "Is frightened of himself.", "Wants to be able to argue calmly.")
OUTSIDE = ("The sentence.", "His partner says she will leave otherwise.", "Contact with the children depends on it.")
SUITABLE = (
    "Names acts of his own, can follow the group, can come at its hours.",
    "Speaks openly of what he did. The group’s language is no difficulty.",
    "Agrees that the women’s service is told of his attendance. Wishes to begin soon.",
)
UNSUITABLE = {
    "not yet": "Drinks daily at present. Treatment first; we look at it again then.",
    "not suitable": "Names no act of his own in three conversations and wishes for a certificate only.",
    "referred on": "Severe depression. A group would not help him now.",
}
REFERRED_TO = ("Psychiatric out-patient clinic", "Addiction service", "Debt advice and men’s counselling")
CHECK_IN = (
    "Says the week was quiet. Talked with his sister about the order.",
    "Had a telephone call with the children’s mother; left the room when he noticed that he became loud.",
    "Tired after night shifts, said little.",
    "Speaks of jealousy on Saturday. Wrote it down as homework asks.",
    "Is angry about the letter of the court.",
    "Brought the time-out plan and showed it to the others.",
)
CONCERNS = (
    "Spoke of waiting outside the school on Thursday.",
    "Said that she “will see what happens” if she moves away.",
    "Asked twice whether anyone knows where she lives now.",
)
DEBRIEFS = (
    "Lively session; two men argued about whose fault the separation was. We went back to the minute before.",
    "Quiet evening. The role play was refused at first and then went on longer than planned.",
    "One man was late without a word. We go through the rules at the start next time.",
    "Good examples from three men. We divided the talking better than last week.",
)
NOTES = {
    "fact": (
        "Called at 11:20 to say that he works nights from December. Asked for another evening.",
        "Brought the letter of the court about contact with the children.",
        "Came 15 minutes early and waited outside.",
    ),
    "observation": (
        "Speaks faster and louder when the order is mentioned.",
        "Listens more than at the start; answers others without advice.",
        "Looked at the floor when the children were spoken of.",
    ),
    "plan": (
        "Speak with him alone about the time-out plan before the next session.",
        "Ask probation whether the hours can be moved.",
        "Go through the limits of confidentiality again.",
    ),
}
INDIVIDUAL = (
    "Went through the time-out plan step by step.",
    "Spoke about what his children saw and how he can talk about it.",
    "He asked for this conversation after the third session.",
)
REVIEWS = (
    "Comes regularly. Names acts in more detail than at intake. Next: what it meant for her.",
    "Two absences, both excused. Stays with reasons outside himself. Individual session planned.",
    "Reports less shouting at home. These are his words; nobody else was asked here.",
)
AGENCIES = {
    "graz": (
        ("Regional court Graz", "court"),
        ("Child protection Graz-South", "child-protection"),
        ("Police station Lend", "police"),
        ("Outpatient clinic East", "health"),
    ),
    "probation": (("Probation service, office 2", "probation"), ("District court Leibnitz", "court")),
    "prison": (("Prison social service", "prison"), ("Sentence enforcement court", "court")),
}
