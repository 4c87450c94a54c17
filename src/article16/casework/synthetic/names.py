"""Common first and family names of several languages, put together at random. Nobody of these names is meant."""

from random import Random

# Language as the referral has it, share of men in hundredths, first names, family names.
LANGUAGES: tuple[tuple[str, int, str, str], ...] = (
    (
        "German",
        44,
        "Lukas Stefan Markus Florian Thomas Andreas Jürgen Günther Björn Matthias Sebastian Dominik Gerhard Walter "
        "Karl-Heinz Tobias Fabian Manuel René Hannes Philipp Christoph Roland Wolfgang Dieter Anton Jakob Felix",
        "Müller Huber Gruber Bauer Wagner Steiner Moser Maier Hofer Leitner Berger Fuchs Eder Fischer Schmid Winkler "
        "Weber Schwarz Reiter Schneider Brandner Ebner Wimmer Egger Brunner Lang Auer Binder Böhm Jäger Köhler Groß "
        "Strauß Großmann Lechner Pichler Haas Koller",
    ),
    (
        "Turkish",
        12,
        "Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Emre Murat Ömer Yusuf Burak Çağlar Serkan Volkan Kemal Oğuz",
        "Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Koç Güneş",
    ),
    (
        "Bosnian, Croatian, Serbian",
        13,
        "Marko Ivan Goran Dragan Zoran Nikola Luka Amir Emir Senad Dejan Milan Stjepan Željko Božo Vladimir Haris",
        "Jovanović Petrović Nikolić Marković Horvat Kovačević Babić Marić Hodžić Hadžić Delić Dragić Šarić Đurić "
        "Branković Knežević Čolić Žižek",
    ),
    (
        "Polish",
        6,
        "Łukasz Piotr Krzysztof Tomasz Paweł Michał Grzegorz Jakub Wojciech Sławomir Zbigniew Rafał",
        "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Król",
    ),
    (
        "Romanian",
        6,
        "Andrei Ion Mihai Gheorghe Ștefan Cristian Florin Vasile Adrian Constantin Răzvan Cătălin",
        "Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Țurcanu Bălan Munteanu",
    ),
    (
        "Spanish",
        4,
        "José Luis Carlos Javier Miguel Andrés Jesús Íñigo Rubén Álvaro Ramón Sergio",
        "García-López Martínez Rodríguez Fernández Muñoz Núñez Sánchez Gómez Díaz Ibáñez Peña",
    ),
    (
        "Arabic",
        5,
        "Mohammed Ahmad Omar Khaled Mahmoud Youssef Bilal Tariq Samir Hamza Anas Walid",
        "Al-Hassan Al-Khatib Haddad Mansour Darwish Khalil Nasser Saleh Abdallah Hamdan Issa Aziz",
    ),
    ("Arabic", 2, "محمد أحمد عمر خالد يوسف سامر مازن وائل", "الحداد الخطيب منصور درويش حمدان ناصر العلي"),
    (
        "Dari",
        3,
        "Farid Najib Rahim Jawad Ramin Zabihullah Masoud Habib",
        "Ahmadi Rahimi Karimi Haidari Noori Sharifi Hosseini Akbari",
    ),
    (
        "Hungarian",
        3,
        "István László Zoltán Gábor Péter Balázs Győző Árpád",
        "Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh Szűcs",
    ),
    (
        "Ukrainian",
        2,
        "Oleksandr Andriy Serhiy Mykola Volodymyr Dmytro Yuriy",
        "Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliynyk Lysenko",
    ),
)
_WHICH = [number for number, (_, share, *_rest) in enumerate(LANGUAGES) for _each in range(share)]
_FIRST = [first.split() for *_, first, _family in LANGUAGES]
_FAMILY = [family.split() for *_, family in LANGUAGES]

WOMEN, CHILDREN = (
    text.split()
    for text in (
        "Maria Anna Sabine Elif Jelena Katarzyna Ioana Lucía Layla Zahra Judit Olena Petra Claudia Fatma",
        "Leon Mia Elias Lara Noah Emma Yusuf Ela Mateo Sara Jan Nina Adam Lina Luka Hana",
    )
)


def name(rng: Random) -> tuple[str, str]:
    """A man's name, family name last, and the language in which he is at home."""
    which = rng.choice(_WHICH)
    family = rng.choice(_FAMILY[which])
    if rng.random() < 0.06:
        family = f"{family} {rng.choice(_FAMILY[which])}"
    return f"{rng.choice(_FIRST[which])} {family}", LANGUAGES[which][0]


def partner(rng: Random) -> str:
    return rng.choice(WOMEN)


def child(rng: Random) -> str:
    return rng.choice(CHILDREN)
