"""A solved program, its manifest and its files → everything that the app touches, keeps and gives away."""

from __future__ import annotations

from scopeminer.disclosure.accesses import Accesses
from scopeminer.disclosure.authentication import Authentications
from scopeminer.disclosure.capabilities import capabilities
from scopeminer.disclosure.channels import channels
from scopeminer.disclosure.credentials import credentials
from scopeminer.disclosure.eligibility import eligibility
from scopeminer.disclosure.flows import Flows
from scopeminer.disclosure.inputs import inputs
from scopeminer.disclosure.lineage import Lineage
from scopeminer.disclosure.model import Disclosure
from scopeminer.disclosure.subject import Subject
from scopeminer.disclosure.vendors import vendors
from scopeminer.privileges.features import Features
from scopeminer.privileges.locate import Locator


def disclose(subject: Subject) -> Disclosure:
    """All disclosures of one app."""
    lineage = Lineage(subject)
    locator = Locator(subject.program, subject.place)
    features = Features(subject.program, subject.points, locator)
    flows = Flows(lineage, features, locator).all()
    return Disclosure(
        accesses=Accesses(lineage, flows).all(),
        flows=flows,
        credentials=credentials(subject.paths, subject.files.read, subject.place),
        authentications=Authentications(subject, features, lineage.origins).all(flows),
        channels=channels(subject),
        vendors=vendors(subject),
        inputs=inputs(subject),
        capabilities=capabilities(subject),
        eligibility=eligibility(subject.manifest, subject.outline, lambda span: subject.place(span.file, span.start)),
    )
