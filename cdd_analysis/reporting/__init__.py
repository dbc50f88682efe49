"""From notebook to page: ``engine`` runs it, ``render`` makes its page, ``batch`` makes many, ``site`` the index."""
