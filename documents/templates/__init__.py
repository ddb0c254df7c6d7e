"""The .docx templates, their register of versions, and the script that first built them; rendering stands in "
"`render`."""
