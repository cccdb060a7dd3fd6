"""The use cases: from a request to an exit status, a module each; effects only through the modules
they call.
"""
