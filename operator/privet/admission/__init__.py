"""Admission: answers AdmissionReviews over HTTPS. It translates and decides nothing, see `privet.policy`."""
