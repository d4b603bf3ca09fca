NAME = "ordinary"
TEXT = "for installers that know nothing of variants"
