"""Article 16: software for perpetrator programmes and the women's services beside them."""
